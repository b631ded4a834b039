import BuildModel
import BuildSpool
import Foundation
import Testing

@Suite struct LogSpoolTests {
  private let spool: TestSpool
  private let writer: LogWriter
  private let reader: LogReader

  init() throws {
    spool = try TestSpool()
    writer = try LogWriter(spool.folder)
    reader = LogReader(spool.folder)
  }

  private func write(_ texts: String...) throws {
    for (number, text) in texts.enumerated() {
      try writer.append(Array(text.utf8), at: TestSpool.date(100 + Double(number)))
    }
  }

  @Test func `chunks come back in order with their positions and times`() throws {
    try write("one\n", "zwei €\n", "three")
    #expect(
      try reader.chunks(after: 0, limit: 10) == [
        LogChunk(position: 1, text: "one\n", writtenAt: TestSpool.date(100)),
        LogChunk(position: 2, text: "zwei €\n", writtenAt: TestSpool.date(101)),
        LogChunk(position: 3, text: "three", writtenAt: TestSpool.date(102)),
      ])
    #expect(reader.count == 3 && writer.count == 3)
  }

  @Test func `a reader goes on where it was`() throws {
    try write("a", "b", "c", "d")
    #expect(try reader.chunks(after: 1, limit: 2).map(\.text) == ["b", "c"])
    #expect(try reader.chunks(after: 3, limit: .max).map(\.text) == ["d"])
    #expect(try reader.chunks(after: 4, limit: 5).isEmpty)
    #expect(try reader.chunks(after: -7, limit: 1).map(\.text) == ["a"])
  }

  @Test func `an answer is no larger than asked for, but never empty`() throws {
    try write("aaaa", "bbbb", "cccc")
    #expect(try reader.chunks(after: 0, limit: 9, bytes: 9).map(\.text) == ["aaaa", "bbbb"])
    #expect(try reader.chunks(after: 0, limit: 9, bytes: 1).map(\.text) == ["aaaa"])
  }

  @Test func `a log that has not begun is empty`() throws {
    let other = try TestSpool()
    #expect(LogReader(other.folder).count == 0)
    #expect(try LogReader(other.folder).chunks(after: 0, limit: 5).isEmpty)
  }

  @Test(arguments: [(99.9, 0), (100, 1), (101.5, 2), (999, 3)])
  func `a chunk is found by its time`(seconds: TimeInterval, expected: Int) throws {
    try write("a", "b", "c")
    #expect(try reader.position(atOrBefore: TestSpool.date(seconds)) == expected)
  }

  @Test func `a reader goes back from where it is`() throws {
    try write("a", "b", "c", "d")
    #expect(try reader.chunks(before: 4, limit: 2).map(\.position) == [2, 3])
    #expect(try reader.chunks(before: 4, limit: 9, bytes: 2).map(\.text) == ["b", "c"])
    #expect(try reader.chunks(before: 2, limit: 9, bytes: 0).map(\.text) == ["a"])
    #expect(try reader.chunks(before: 99, limit: 1).map(\.text) == ["d"])
    #expect(try reader.chunks(before: 1, limit: 9).isEmpty)
  }

  @Test func `the text of a part is had as it came`() throws {
    try writer.append([0x61, 0xE2], at: TestSpool.date(1))
    try writer.append([0x82, 0xAC], at: TestSpool.date(1))
    try write("b")
    let part = try #require(try reader.text(after: 0, upTo: 2))
    #expect(part.bytes == Array("a€".utf8) && part.position == 2)
    #expect(try reader.text(after: 2)?.bytes == Array("b".utf8))
    #expect(try reader.text(after: 3) == nil)
  }

  @Test func `broken text is read without harm to its neighbours`() throws {
    try writer.append([0xFF, 0xFE], at: TestSpool.date(1))
    try write("fine")
    #expect(try reader.chunks(after: 0, limit: 5).map(\.text) == ["\u{FFFD}\u{FFFD}", "fine"])
  }

  #if os(Linux)
    @Test func `a full disk is told with the file's name and what to do`() throws {
      let full = try TestSpool()
      symlink("/dev/full", full.folder.log.path)
      let writer = try LogWriter(full.folder)
      let error = #expect(throws: SpoolError.self) {
        try writer.append([65], at: TestSpool.date(0))
      }
      #expect(
        error?.description == "the disk is full, so \(full.folder.log.path) cannot be written;"
          + " make room there and run the build again")
      #expect(error?.isDiskFull == true)
      #expect(writer.count == 0 && LogReader(full.folder).count == 0)
    }

    @Test func `a chunk whose index entry has no room is as if it had never been`() throws {
      let full = try TestSpool()
      symlink("/dev/full", full.folder.logIndex.path)
      let writer = try LogWriter(full.folder)
      #expect(throws: SpoolError.self) { try writer.append([65], at: TestSpool.date(0)) }
      #expect(try Data(contentsOf: full.folder.log).isEmpty)
    }
  #endif
}
