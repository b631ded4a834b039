package import Foundation

/// Appends to a build's log; used by its worker alone.
///
/// The log is a gzip file of many members, each of about 128 KiB of text, and after every chunk
/// the compressor is flushed: so a chunk can be read as soon as it is written, any chunk by
/// unpacking one member at most, and `zcat` reads the whole. Nothing that stands in it ever
/// changes, so whoever is killed in the middle spoils nothing that somebody has read.
///
/// Not safe for several threads at once: its owner serialises.
package final class LogWriter {
  private static let memberSize = 128 << 10
  private static let mostChunks = 4096

  /// The member that grows.
  private struct Member {
    var checksum: UInt32 = 0
    var length = 0
    var chunks = 0

    var isFull: Bool { length >= memberSize || chunks >= mostChunks }
    var ending: [UInt8] { Gzip.ending(checksum: checksum, length: length) }

    mutating func add(_ bytes: [UInt8]) {
      checksum = Gzip.checksum(of: bytes, after: checksum)
      length += bytes.count
      chunks += 1
    }
  }

  private let log: Int32
  private let index: Int32
  private let folder: SpoolFolder
  private let deflater = Deflater()
  private var member: Member?
  /// The ending of the member before, until it can be written.
  private var debt: [UInt8] = []
  private var end = 0
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

  /// Adds a chunk of at most 16 MiB.
  ///
  /// - Returns: the chunk's position, counted from 1.
  @discardableResult
  package func append(_ bytes: [UInt8], at time: Date) throws -> Int {
    precondition(bytes.count <= LogEntry.longestChunk, "a chunk is too long for the log's index")
    if let full = member, full.isFull { endMember(full) }
    do {
      try write(bytes, at: time)
    } catch {
      // What a full disk cut off must not shift what may be written later, and the compressor
      // must not refer to it.
      ftruncate(log, off_t(end))
      ftruncate(index, off_t(count * LogEntry.size))
      if let member { endMember(member) }
      throw error
    }
    return count
  }

  /// Makes the file whole for programs that know gzip; readers of ours do not need it.
  package func finish() {
    if let member { endMember(member) }
    do {
      try debt.withUnsafeBytes { try writeAll($0, to: log, path: folder.log.path) }
      end += debt.count
      debt = []
    } catch {
      ftruncate(log, off_t(end))
    }
  }

  private func endMember(_ member: Member) {
    debt = member.ending
    self.member = nil
  }

  // The bytes go first: a reader believes only what the index tells.
  private func write(_ bytes: [UInt8], at time: Date) throws {
    if member == nil { deflater.restart() }
    let packed = debt + (member == nil ? Gzip.header : []) + deflater.compress(bytes)
    try packed.withUnsafeBytes { try writeAll($0, to: log, path: folder.log.path) }
    var grown = member ?? Member()
    let entry = LogEntry(
      end: end + packed.count, length: bytes.count, place: grown.chunks, time: time)
    try entry.bytes.withUnsafeBytes { try writeAll($0, to: index, path: folder.logIndex.path) }
    grown.add(bytes)
    member = grown
    debt = []
    end = entry.end
    count += 1
  }
}
