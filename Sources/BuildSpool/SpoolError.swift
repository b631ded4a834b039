import Foundation

/// What can go wrong with a spool: the world's faults, each with its place.
package struct SpoolError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence: what was tried, on which file, what the system said.
  package let description: String
  /// Whether room on the disk is all that is missing.
  package let isDiskFull: Bool

  init(description: String, isDiskFull: Bool = false) {
    self.description = description
    self.isDiskFull = isDiskFull
  }

  static func system(_ act: String, _ path: String, _ number: Int32) -> SpoolError {
    switch number {
    case ENOSPC: full("the disk is full", path)
    case EDQUOT: full("the disk quota is used up", path)
    default: SpoolError(description: "cannot \(act) \(path): \(String(cString: strerror(number)))")
    }
  }

  private static func full(_ what: String, _ path: String) -> SpoolError {
    SpoolError(
      description: "\(what), so \(path) cannot be written; make room there and run the build again",
      isDiskFull: true)
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
