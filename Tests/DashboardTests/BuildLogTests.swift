import BuildModel
import Foundation
import Testing

@testable import Dashboard

struct BuildLogTests {
  private func log(_ texts: String...) -> BuildLog {
    var log = BuildLog()
    log.append(texts.enumerated().map { chunk($0 + 1, $1) })
    return log
  }

  private func chunk(_ position: Int, _ text: String) -> LogChunk {
    LogChunk(position: position, text: text, writtenAt: Scenes.start)
  }

  private func lines(_ log: BuildLog) -> [String] { log.lineNumbers.map { log[$0].text } }

  @Test func `lines are put together over chunks`() {
    #expect(lines(log("a\nb", "c", "\n\nd")) == ["a", "bc", "", "d"])
  }

  @Test func `a line belongs to the chunk in which it begins`() {
    let log = log("a\nb", "c\nd\n", "e\n")
    #expect(log.lineNumbers.map { log[$0].chunk } == [1, 1, 2, 3])
    #expect(log.lineNumbers(inChunks: 2...2) == 2..<3)
    #expect(log.lineNumbers(inChunks: 1...2) == 0..<3)
    #expect(log.lineNumbers(inChunks: 4...9).isEmpty)
  }

  @Test func `the line end of a pseudo-terminal is found within its grapheme`() {
    #expect(lines(log("a\r\nb\r", "\nc")) == ["a\r", "b\r", "c"])
  }

  @Test func `a chunk that came before is left out`() {
    var log = log("a\n", "b\n")
    log.append([chunk(1, "a\n"), chunk(2, "b\n"), chunk(3, "c\n")])
    #expect(lines(log) == ["a", "b", "c"])
    #expect(log.lastPosition == 3)
  }

  @Test func `what is too much goes at the front, and numbers stay`() {
    var log = BuildLog()
    for position in 1...60 {
      log.append([chunk(position, (1...1000).map { "\(position).\($0)\n" }.joined())])
    }
    #expect(log.lineNumbers == 10_000..<60_000)
    #expect(log[10_000].text == "11.1")
    #expect(log[59_999].text == "60.1000")
    #expect(log.lineNumbers(inChunks: 1...11) == 10_000..<11_000)
  }

  @Test func `bytes are bounded as well as lines`() {
    var log = BuildLog()
    let line = String(repeating: "x", count: 8000) + "\n"
    for position in 1...1200 { log.append([chunk(position, line)]) }
    let bytes = log.lineNumbers.reduce(0) { $0 + log[$1].text.utf8.count }
    #expect(bytes <= BuildLog.mostBytes)
    #expect(bytes > BuildLog.mostBytes - 8001)
    #expect(log.lineNumbers.upperBound == 1200)
  }

  @Test func `a line without end is cut, between characters`() {
    let log = log(String(repeating: "é", count: 10_000))
    let lines = lines(log)
    #expect(lines.map(\.utf8.count) == [8192, 8192, 3616])
    #expect(lines.joined() == String(repeating: "é", count: 10_000))
  }

  @Test func `the shelf lets the log go that was looked at the longest ago`() {
    var shelf = LogShelf()
    let builds = (1...5).map { BuildSlug(rawValue: "\($0)") }
    for build in builds.prefix(4) { shelf.take(build) }
    shelf.take(builds[0])
    shelf.take(builds[4])
    #expect(builds.map { shelf[$0] != nil } == [true, false, true, true, true])
    shelf.append([chunk(1, "late\n")], to: builds[1])
    #expect(shelf[builds[1]] == nil)
  }
}
