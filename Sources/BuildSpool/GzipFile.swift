import Foundation

/// A log as a gzip file that can be sent as it is.
package struct GzipFile: Sendable {
  let url: URL
  package let size: Int

  /// The bytes at a place, about so many at most; none behind the end.
  package func bytes(at offset: Int, count: Int) throws -> [UInt8] {
    try ReadingFile(url).read(at: offset, count: min(count, size - offset))
  }
}
