import Foundation

/// What can go wrong with a spool: the world's faults, each with its place.
package struct SpoolError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence: what was tried, on which file, what the system said.
  package let description: String

  static func system(_ act: String, _ path: String, _ number: Int32) -> SpoolError {
    SpoolError(description: "cannot \(act) \(path): \(String(cString: strerror(number)))")
  }
}

/// Writes all of it or throws; a disk can fill up in the middle.
func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String) throws {
  var rest = bytes
  while let start = rest.baseAddress, !rest.isEmpty {
    let count = write(descriptor, start, rest.count)
    if count < 0 {
      guard errno == EINTR else { throw SpoolError.system("write", path, errno) }
      continue
    }
    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
  }
}
