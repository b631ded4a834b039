import Foundation

/// A lock between processes on a file of the data folder, let go when its holder ends.
struct FolderLock {
  private let descriptor: Int32

  /// - Returns: nil where another process holds it.
  static func exclusive(_ file: URL) throws -> FolderLock? { try take(file, LOCK_EX | LOCK_NB) }

  /// Waits until nobody holds it alone; several can share it.
  static func shared(_ file: URL) throws -> FolderLock? { try take(file, LOCK_SH) }

  private static func take(_ file: URL, _ kind: Int32) throws -> FolderLock? {
    let descriptor = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw ServiceError(
        description: "cannot open \(file.path): \(String(cString: strerror(errno)))")
    }
    while flock(descriptor, kind) != 0 {
      if errno == EINTR { continue }
      close(descriptor)
      return nil
    }
    return FolderLock(descriptor: descriptor)
  }

  func release() { close(descriptor) }
}
