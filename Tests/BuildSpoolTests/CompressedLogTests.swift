import BuildModel
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import BuildSpool

/// How a log lies on the disk, and what becomes of it when something is cut off.
@Suite struct CompressedLogTests {
  private let spool: TestSpool
  private let reader: LogReader

  init() throws {
    spool = try TestSpool()
    reader = LogReader(spool.folder)
  }

  /// Chunks like a build's: short lines and pieces of 16 KiB, no two the same.
  private static func chunk(_ number: Int) -> String {
    let line = "[\(number)] Compiling Module\(number * 7919 % 1000).swift (\(number * 31)) ok\n"
    return number.isMultiple(of: 5) ? String(repeating: line, count: 16384 / line.count) : line
  }

  @discardableResult
  private func write(_ numbers: ClosedRange<Int>) throws -> LogWriter {
    let writer = try LogWriter(spool.folder)
    for number in numbers {
      try writer.append(Array(Self.chunk(number).utf8), at: TestSpool.date(Double(number)))
    }
    return writer
  }

  private func cut(_ file: URL, to size: Int) throws {
    try #require(truncate(file.path, off_t(size)) == 0)
  }

  private func size(of file: URL) throws -> Int { try Data(contentsOf: file).count }

  /// A gzip file's text, as another program than ours reads it.
  private func unpacked(_ file: URL) throws -> String {
    let output = spool.folder.url.appending(path: "unpacked")
    let status = try runToEnd(
      ["/usr/bin/env", "gzip", "-dc", file.path], environment: ["PATH": "/usr/bin:/bin"],
      output: output.path)
    try #require(status == 0)
    return try String(contentsOf: output, encoding: .utf8)
  }

  @Test func `any chunk of many sections is found by its position`() throws {
    try write(1...400)
    let all = try reader.chunks(after: 0, limit: .max, bytes: .max)
    #expect(all.map(\.text) == (1...400).map(Self.chunk))
    #expect(all.map(\.position) == Array(1...400))
    for number in [400, 1, 57, 202, 203, 399] {
      let one = try reader.chunks(after: number - 1, limit: 1)
      #expect(
        one == [
          LogChunk(
            position: number, text: Self.chunk(number), writtenAt: TestSpool.date(Double(number)))
        ])
    }
    let packed = try size(of: spool.folder.log) + size(of: spool.folder.logIndex)
    #expect(packed * 8 < all.map(\.text.utf8.count).reduce(0, +))
  }

  @Test func `a section of many tiny chunks ends in time`() throws {
    let writer = try LogWriter(spool.folder)
    for number in 0..<9000 { try writer.append([UInt8(number % 251)], at: TestSpool.date(1)) }
    #expect(try reader.chunks(after: 4095, limit: 2).map(\.text.utf8.first) == [79, 80])
    #expect(try reader.text(after: 8192)?.bytes == (8192..<9000).map { UInt8($0 % 251) })
  }

  @Test func `a finished log is a gzip file`() throws {
    let writer = try write(1...60)
    writer.finish()
    #expect(try unpacked(spool.folder.log) == (1...60).map(Self.chunk).joined())
  }

  @Test func `only a finished log is had packed`() throws {
    let writer = try write(1...60)
    #expect(try reader.gzip() == nil)
    writer.finish()
    let file = try #require(try reader.gzip())
    var bytes: [UInt8] = []
    while case let more = try file.bytes(at: bytes.count, count: 1000), !more.isEmpty {
      bytes += more
    }
    #expect(try Data(bytes) == Data(contentsOf: spool.folder.log))
    try writer.append(Array("later".utf8), at: TestSpool.date(99))
    #expect(try reader.gzip() == nil)
  }

  @Test func `a log that is written to after its end goes on`() throws {
    let writer = try write(1...3)
    writer.finish()
    try writer.append(Array("more".utf8), at: TestSpool.date(9))
    #expect(try reader.chunks(after: 2, limit: 9).map(\.text) == [Self.chunk(3), "more"])
    writer.finish()
    #expect(try unpacked(spool.folder.log) == (1...3).map(Self.chunk).joined() + "more")
  }

  @Test func `wherever a killed worker stopped, every chunk of the index is there`() throws {
    try write(1...7)
    let index = try Data(contentsOf: spool.folder.logIndex)
    let log = try Data(contentsOf: spool.folder.log)
    // Bytes of an eighth chunk, and any part of its entry.
    try (log + [1, 2, 3]).write(to: spool.folder.log)
    for size in 96...112 {
      try index.prefix(size).write(to: spool.folder.logIndex)
      #expect(reader.count == size / LogEntry.size)
      #expect(
        try reader.chunks(after: 0, limit: 9).map(\.text)
          == (1...size / LogEntry.size).map(Self.chunk))
    }
  }

  @Test func `an index that a power cut left ahead of the log is believed as far as the log goes`()
    throws
  {
    try write(1...4)
    let whole = try size(of: spool.folder.log)
    try cut(spool.folder.log, to: whole - 1)
    #expect(reader.count == 3)
    #expect(try reader.chunks(after: 0, limit: 9).map(\.text) == (1...3).map(Self.chunk))
    let index = try Data(contentsOf: spool.folder.logIndex)
    try (index.prefix(32) + Data(count: 48)).write(to: spool.folder.logIndex)
    #expect(reader.count == 2)
  }

  @Test func `a damaged section is told as such and harms no other`() throws {
    try write(1...60)
    let file = try FileHandle(forUpdating: spool.folder.log)
    try file.seek(toOffset: 12)
    try file.write(contentsOf: Data(repeating: 0xFF, count: 40))
    let chunks = try reader.chunks(after: 0, limit: .max, bytes: .max)
    #expect(chunks.count == 60)
    #expect(chunks.first?.text == "(this part of the log is damaged on the disk)\n")
    #expect(chunks.last?.text == Self.chunk(60))
  }

  @Test(.timeLimit(.minutes(1))) func `a reader beside the writer never sees what was not written`()
    async throws
  {
    let writer = try LogWriter(spool.folder)
    let (reader, folder) = (reader, spool.folder)
    // One task alone writes, which is what the writer asks for.
    nonisolated(unsafe) let pen = writer
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for number in 1...2000 {
          try pen.append(Array(Self.chunk(number).utf8), at: TestSpool.date(1))
        }
      }
      group.addTask {
        var position = 0
        while position < 2000 {
          for chunk in try reader.chunks(after: position, limit: 50) {
            position += 1
            #expect(chunk.position == position)
            #expect(chunk.text == Self.chunk(position))
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(LogReader(folder).count == 2000)
  }
}

/// Logs that airlock 0.1.0 wrote.
@Suite struct FirstLogTests {
  private let spool: TestSpool
  private let reader: LogReader
  private let text: String

  init() throws {
    spool = try TestSpool()
    reader = LogReader(spool.folder)
    let fixture = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "FirstLog")
    for name in ["log", "log.index"] {
      try FileManager.default.copyItem(
        at: fixture.appending(path: name), to: spool.folder.url.appending(path: name))
    }
    text = try String(contentsOf: fixture.appending(path: "log"), encoding: .utf8)
  }

  @Test func `it is read as it was`() throws {
    let chunks = try reader.chunks(after: 0, limit: 99)
    #expect(reader.count == 10 && chunks.count == 10)
    #expect(chunks.map(\.text).joined() == text)
    #expect(chunks.first?.text.hasPrefix("host_name: airlock-1\n") == true)
    let second = try #require(chunks.dropFirst().first)
    let written = try #require(second.writtenAt)
    #expect(abs(written.timeIntervalSince1970 - 1_795_612_967.834_216) < 1e-5)
    #expect(try reader.chunks(after: 8, limit: 1).map(\.position) == [9])
    #expect(try reader.chunks(before: 3, limit: 9).map(\.position) == [1, 2])
    #expect(try reader.position(atOrBefore: written) == 2)
  }

  @Test func `its whole text is had, though not packed`() throws {
    #expect(try reader.text(after: 0)?.bytes == Array(text.utf8))
    #expect(try reader.gzip() == nil)
  }
}
