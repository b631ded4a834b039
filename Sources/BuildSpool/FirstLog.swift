import Foundation

/// A log of airlock's first version: the bytes as they came, and 24 bytes of index for each chunk.
///
/// An index entry is offset, length and time (microseconds since 1970), 64 bits each, little
/// endian. Such logs are only read.
struct FirstLog: LogFormat {
  private static let entrySize = 24

  let log: URL
  let index: URL

  /// Nil where the folder holds no log of that version.
  init?(_ folder: SpoolFolder) {
    log = folder.url.appending(path: "log")
    index = folder.url.appending(path: "log.index")
    guard FileManager.default.fileExists(atPath: index.path) else { return nil }
  }

  var count: Int {
    guard let index = try? ReadingFile(index) else { return 0 }
    return index.size / Self.entrySize
  }

  func marks(_ range: Range<Int>) throws -> [LogMark] {
    try entries(range).map(\.mark)
  }

  func texts(_ range: Range<Int>) throws -> [[UInt8]] {
    let log = try ReadingFile(log)
    return try entries(range).map { try log.read(at: $0.offset, count: $0.mark.length) }
  }

  private struct Entry {
    var offset: Int
    var mark: LogMark
  }

  private func entries(_ range: Range<Int>) throws -> [Entry] {
    let bytes = try ReadingFile(index).read(
      at: range.lowerBound * Self.entrySize, count: range.count * Self.entrySize)
    return bytes.withUnsafeBytes { raw in
      (0..<(raw.count / Self.entrySize)).map { number in
        func field(_ field: Int) -> Int {
          Int(
            UInt64(
              littleEndian: raw.loadUnaligned(
                fromByteOffset: number * Self.entrySize + field * 8, as: UInt64.self)))
        }
        return Entry(
          offset: field(0),
          mark: LogMark(
            length: field(1), time: Date(timeIntervalSince1970: Double(field(2)) / 1e6)))
      }
    }
  }
}
