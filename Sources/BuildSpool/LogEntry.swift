import Foundation

/// What a log's index holds of one chunk: 16 bytes, little endian.
///
/// It tells where the chunk is without its neighbours' help, so any chunk of a log of any size is
/// found with one read of the index and one of the log. So small, because a chunk can be a single
/// short line.
struct LogEntry: Equatable {
  static let size = 16
  static let longestChunk = 1 << 24 - 1
  static let mostPlaces = 1 << 16

  /// Where the chunk's compressed bytes end in the log; 40 bits.
  var end: Int
  /// How long its text is; 24 bits.
  var length: Int
  /// Which chunk of its section it is, counted from 0; 16 bits.
  var place: Int
  /// When it was written, to the millisecond; 48 bits.
  var time: Date

  var bytes: [UInt8] {
    let milliseconds = UInt64(max(0, (time.timeIntervalSince1970 * 1000).rounded()))
    return [
      UInt64(end) | UInt64(length) << 40, UInt64(place) | milliseconds << 16,
    ].flatMap { word in withUnsafeBytes(of: word.littleEndian, Array.init) }
  }
}

extension LogEntry {
  /// The entries that stand in a part of the index.
  static func all(in bytes: [UInt8]) -> [LogEntry] {
    bytes.withUnsafeBytes { raw in
      stride(from: 0, through: raw.count - size, by: size).map { offset in
        func word(_ offset: Int) -> UInt64 {
          UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        let (first, second) = (word(offset), word(offset + 8))
        return LogEntry(
          end: Int(first & (1 << 40 - 1)), length: Int(first >> 40),
          place: Int(second & (1 << 16 - 1)),
          time: Date(timeIntervalSince1970: Double(second >> 16) / 1000))
      }
    }
  }
}
