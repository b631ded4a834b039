package import BuildModel
package import Foundation

/// A build's log on disk: the bytes as they came, and an index of fixed-size entries beside them.
///
/// An entry is 24 bytes: offset, length and time (microseconds since 1970), 64 bits each, little
/// endian. So any chunk of a log of any size is found with one read, and a raw log needs none.
enum LogEntry {
  static let size = 24
}

/// Appends to a build's log; used by its worker alone.
///
/// Not safe for several threads at once: its owner serialises.
package final class LogWriter {
  private let log: Int32
  private let index: Int32
  private let folder: SpoolFolder
  private var offset: UInt64 = 0
  /// How many chunks are written.
  package private(set) var count = 0

  package init(_ folder: SpoolFolder) throws {
    self.folder = folder
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC
    log = open(folder.log.path, flags, 0o600)
    guard log >= 0 else { throw SpoolError.system("create", folder.log.path, errno) }
    index = open(folder.logIndex.path, flags, 0o600)
    guard index >= 0 else {
      let number = errno
      close(log)
      throw SpoolError.system("create", folder.logIndex.path, number)
    }
  }

  deinit {
    close(log)
    close(index)
  }

  /// Adds a chunk.
  ///
  /// The bytes go first: a reader believes only what the index tells.
  /// - Returns: the chunk's position, counted from 1.
  @discardableResult
  package func append(_ bytes: [UInt8], at time: Date) throws -> Int {
    do {
      return try write(bytes, at: time)
    } catch {
      // What a full disk cut off must not shift what may be written later.
      ftruncate(log, off_t(offset))
      ftruncate(index, off_t(count * LogEntry.size))
      throw error
    }
  }

  private func write(_ bytes: [UInt8], at time: Date) throws -> Int {
    try bytes.withUnsafeBytes { try writeAll($0, to: log, path: folder.log.path) }
    let entry = [offset, UInt64(bytes.count), UInt64(max(0, time.timeIntervalSince1970) * 1e6)]
      .map(\.littleEndian)
    try entry.withUnsafeBytes { try writeAll($0, to: index, path: folder.logIndex.path) }
    offset += UInt64(bytes.count)
    count += 1
    return count
  }
}

/// Reads a build's log, also while it grows.
package struct LogReader: Sendable {
  private let folder: SpoolFolder

  package init(_ folder: SpoolFolder) { self.folder = folder }

  /// How many chunks there are now; 0 before the worker has begun.
  package var count: Int {
    var status = stat()
    guard stat(folder.logIndex.path, &status) == 0 else { return 0 }
    return Int(status.st_size) / LogEntry.size
  }

  /// The chunks numbered above a position, in order.
  ///
  /// - Parameter bytes: about how much text to return at most; the first chunk always comes.
  package func chunks(after position: Int, limit: Int, bytes: Int = 1 << 20) throws -> [LogChunk] {
    let total = count
    guard position < total, limit > 0 else { return [] }
    let first = max(0, position)
    let entries = try readEntries(first..<(first + min(total - first, limit)))
    let file = try FileHandle(forReadingFrom: folder.log)
    defer { try? file.close() }
    var chunks: [LogChunk] = []
    var taken = 0
    for (number, entry) in entries.enumerated() {
      if taken > 0, taken + entry.length > bytes { break }
      try file.seek(toOffset: entry.offset)
      let data = try file.read(upToCount: entry.length) ?? Data()
      taken += entry.length
      chunks.append(
        LogChunk(
          position: first + number + 1, text: String(decoding: data, as: UTF8.self),
          writtenAt: entry.time))
    }
    return chunks
  }

  /// The position of the last chunk written at or before a time; 0 where there is none.
  package func position(atOrBefore time: Date) throws -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      guard let entry = try readEntries(middle..<(middle + 1)).first else { return low }
      if entry.time <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private struct Entry {
    var offset: UInt64
    var length: Int
    var time: Date
  }

  private func readEntries(_ range: Range<Int>) throws -> [Entry] {
    let file = try FileHandle(forReadingFrom: folder.logIndex)
    defer { try? file.close() }
    try file.seek(toOffset: UInt64(range.lowerBound * LogEntry.size))
    let data = try file.read(upToCount: range.count * LogEntry.size) ?? Data()
    return data.withUnsafeBytes { raw in
      (0..<(raw.count / LogEntry.size)).map { number in
        func field(_ field: Int) -> UInt64 {
          UInt64(
            littleEndian: raw.loadUnaligned(
              fromByteOffset: number * LogEntry.size + field * 8, as: UInt64.self))
        }
        return Entry(
          offset: field(0), length: Int(field(1)),
          time: Date(timeIntervalSince1970: Double(field(2)) / 1e6))
      }
    }
  }
}
