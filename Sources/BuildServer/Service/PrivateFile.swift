package import Foundation

/// Files that only their user may read, from the first byte on.
package enum PrivateFile {
  /// Puts the whole file in place at once; where it cannot, what stood there still stands.
  package static func write(_ data: Data, to url: URL) throws {
    let draft = url.deletingLastPathComponent()
      .appending(path: ".\(url.lastPathComponent).\(getpid())").path
    unlink(draft)
    let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure(url) }
    defer { unlink(draft) }
    let count = data.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
    // On the disk before it has its name: a key that a power cut takes loses all it has sealed.
    let isSafe = count == data.count && fsync(file) == 0
    let number = errno
    close(file)
    guard isSafe else { throw failure(url, 0..<data.count ~= count ? ENOSPC : number) }
    guard rename(draft, url.path) == 0 else { throw failure(url) }
  }

  private static func failure(_ url: URL, _ number: Int32 = errno) -> ServiceError {
    ServiceError(
      description: "\(url.path) cannot be written: \(String(cString: strerror(number)))")
  }
}
