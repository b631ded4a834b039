import Foundation

/// A log as a gzip file that can be sent as it is, whatever is added to the log meanwhile.
package struct GzipFile: Sendable {
  let url: URL
  /// How much of the file counts.
  let length: Int
  /// What makes the last member whole.
  let ending: [UInt8]

  package var size: Int { length + ending.count }

  /// The bytes at a place, about so many at most; none behind the end.
  package func bytes(at offset: Int, count: Int) throws -> [UInt8] {
    guard offset < length else { return Array(ending.dropFirst(offset - length)) }
    return try ReadingFile(url).read(at: offset, count: min(count, length - offset))
  }
}
