package import BuildModel
package import Foundation

/// Reads a build's log, also while it grows.
///
/// Positions count from 1; one answer holds a limited part, so whoever wants all asks again from
/// where the answer ended.
package struct LogReader: Sendable {
  /// One answer holds this many chunks at most.
  private static let mostChunks = 8192

  private let folder: SpoolFolder

  package init(_ folder: SpoolFolder) { self.folder = folder }

  private var format: any LogFormat { FirstLog(folder) ?? CompressedLog(folder: folder) }

  /// How many chunks there are now; 0 before the worker has begun.
  package var count: Int { format.count }

  /// The chunks numbered above a position, in order.
  ///
  /// - Parameter bytes: about how much text to return at most; the first chunk always comes.
  package func chunks(after position: Int, limit: Int, bytes: Int = 1 << 20) throws -> [LogChunk] {
    let format = self.format
    let first = max(0, position)
    let last = first + min(format.count - first, limit, Self.mostChunks)
    guard first < last else { return [] }
    let marks = try format.marks(first..<last)
    return try chunks(marks.prefix(Self.fitting(marks, in: bytes)), from: first, format)
  }

  /// The chunks numbered below a position, in order; the last ones where they are too many.
  ///
  /// - Parameter bytes: about how much text to return at most; the last chunk always comes.
  package func chunks(
    before position: Int, limit: Int, bytes: Int = 1 << 20
  ) throws -> [LogChunk] {
    let format = self.format
    let end = min(position - 1, format.count)
    let first = end - min(end, limit, Self.mostChunks)
    guard first < end else { return [] }
    let marks = try format.marks(first..<end)
    let kept = marks.suffix(Self.fitting(marks.reversed(), in: bytes))
    return try chunks(kept, from: end - kept.count, format)
  }

  /// The position of the last chunk written at or before a time; 0 where there is none.
  package func position(atOrBefore time: Date) throws -> Int {
    try lastPosition { $0 <= time }
  }

  /// The position of the last chunk written before a time; 0 where there is none.
  package func position(before time: Date) throws -> Int {
    try lastPosition { $0 < time }
  }

  /// Text as it was written, from behind a position on: about half a megabyte, or up to a position.
  ///
  /// - Returns: nil where there is no more.
  package func text(
    after position: Int, upTo last: Int = .max
  ) throws -> (bytes: [UInt8], position: Int)? {
    let format = self.format
    let end = min(position + Self.mostChunks, format.count, last)
    guard position < end else { return nil }
    let marks = try format.marks(position..<end)
    let next = position + Self.fitting(marks, in: 1 << 19)
    return (Array(try format.texts(position..<next).joined()), next)
  }

  /// The log as a gzip file; nil where it grows, was broken off, or is of the first version.
  package func gzip() throws -> GzipFile? {
    try (format as? CompressedLog)?.gzip()
  }

  private func chunks(
    _ marks: some Sequence<LogMark>, from first: Int, _ format: any LogFormat
  ) throws -> [LogChunk] {
    let marks = Array(marks)
    let texts = try format.texts(first..<first + marks.count)
    return zip(marks, texts).enumerated().map { number, chunk in
      LogChunk(
        position: first + number + 1, text: String(decoding: chunk.1, as: UTF8.self),
        writtenAt: chunk.0.time)
    }
  }

  /// How many chunks fit, one at least.
  private static func fitting(_ marks: some Sequence<LogMark>, in bytes: Int) -> Int {
    var fitting = 0
    var taken = 0
    for mark in marks {
      taken += mark.length
      if fitting > 0, taken > bytes { break }
      fitting += 1
    }
    return fitting
  }

  /// The last position whose time is early; times grow with positions.
  private func lastPosition(where isEarly: (Date) -> Bool) throws -> Int {
    let format = self.format
    var low = 0
    var high = format.count
    while low < high {
      let middle = (low + high) / 2
      guard let mark = try format.marks(middle..<middle + 1).first else { return low }
      if isEarly(mark.time) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
