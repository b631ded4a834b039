package import Foundation

/// Appends to a build's log; used by its worker alone.
///
/// The log is a gzip file that grows. After every chunk the compressor is flushed, and after every
/// 128 KiB of text or so it begins a new section, which refers to nothing before: so a chunk can be
/// read as soon as it is written, any chunk by unpacking one section at most, and `zcat` reads the
/// whole. Nothing that stands in it ever changes, so whoever is killed in the middle spoils nothing
/// that somebody has read.
///
/// Not safe for several threads at once: its owner serialises.
package final class LogWriter {
  private static let sectionSize = 128 << 10
  private static let mostChunks = 4096

  /// How far the section that grows has come.
  private struct Section {
    var length = 0
    var chunks = 0

    var isFull: Bool { length >= sectionSize || chunks >= mostChunks }
  }

  private let log: Int32
  private let index: Int32
  private let folder: SpoolFolder
  private let deflater = Deflater()
  /// Nil where the next chunk begins one.
  private var section: Section?
  private var checksum: UInt32 = 0
  private var length = 0
  private var end = 0
  private var isFinished = false
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
    if isFinished { ftruncate(log, off_t(end)) }
    isFinished = false
    if section?.isFull == true { section = nil }
    do {
      try write(bytes, at: time)
    } catch {
      // What a full disk cut off must not shift what may be written later, nor be referred to.
      ftruncate(log, off_t(end))
      ftruncate(index, off_t(count * LogEntry.size))
      section = nil
      throw error
    }
    return count
  }

  /// Makes the file whole for whoever knows gzip but not our index.
  package func finish() {
    guard !isFinished, count > 0 else { return }
    do {
      let ending = Gzip.ending(checksum: checksum, length: length)
      try ending.withUnsafeBytes { try writeAll($0, to: log, path: folder.log.path) }
      isFinished = true
    } catch {
      ftruncate(log, off_t(end))
    }
  }

  // The bytes go first: a reader believes only what the index tells.
  private func write(_ bytes: [UInt8], at time: Date) throws {
    if section == nil { deflater.restart() }
    let packed = (end == 0 ? Gzip.header : []) + deflater.compress(bytes)
    try packed.withUnsafeBytes { try writeAll($0, to: log, path: folder.log.path) }
    var grown = section ?? Section()
    let entry = LogEntry(
      end: end + packed.count, length: bytes.count, place: grown.chunks, time: time)
    try entry.bytes.withUnsafeBytes { try writeAll($0, to: index, path: folder.logIndex.path) }
    grown.length += bytes.count
    grown.chunks += 1
    section = grown
    checksum = Gzip.checksum(of: bytes, after: checksum)
    length += bytes.count
    end = entry.end
    count += 1
  }
}
