import Foundation
import TestSupport
import Testing

@testable import airlock

@Suite struct ServiceLogTests {
  @Test func `a full log is begun anew, and one old one is kept`() throws {
    let folder = try TemporaryFolder()
    let path = folder.url.appending(path: "service.log").path
    let output = open("/dev/null", O_WRONLY)
    defer { close(output) }
    let log = ServiceLog(path: path, mostBytes: 100, outputs: [output])
    func say(_ text: String) {
      log.makeRoom()
      write(output, text, text.utf8.count)
    }
    say("nobody hears this")
    log.takeOutput()
    let line = String(repeating: "x", count: 59) + "\n"
    for number in 1...7 { say("\(number)\(line)") }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == [
        "service.log", "service.log.1",
      ])
    func numbers(_ path: String) throws -> [Character] {
      try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").compactMap(\.first)
    }
    #expect(try numbers(path + ".1") == ["5", "6"])
    #expect(try numbers(path) == ["7"])
  }
}

@Suite struct KeptTests {
  @Test(arguments: [("90d", 7_776_000.0), ("12h", 43200), ("0", 0), ("unlimited", nil)])
  func `a time is kept`(text: String, seconds: Double?) throws {
    #expect(try #require(KeptTime(argument: text)).seconds == seconds)
  }

  @Test(arguments: [
    ("20G", 21_474_836_480), ("500M", 524_288_000), ("1.5K", 1536), ("7", 7), ("unlimited", nil),
  ]) func `a size is kept`(text: String, bytes: Int?) throws {
    #expect(try #require(KeptBytes(argument: text)).bytes == bytes)
  }

  @Test(arguments: ["", "-1", "much", "9T9", "1e30", "nan", "G"])
  func `what is neither is refused`(text: String) {
    #expect(KeptTime(argument: text) == nil || text == "1e30")
    #expect(KeptBytes(argument: text) == nil)
  }
}
