import Foundation

/// Copies an open file into a new one that shares nothing with it.
struct FileCopy {
  private let source: Int32
  private let path: String

  init(from source: Int32, to path: String) {
    self.source = source
    self.path = path
  }

  /// - Parameter size: how much to copy at most, however the file grows meanwhile.
  /// - Returns: how much there was.
  /// - Throws: `WorkerError` where it cannot be written whole; nothing is left then.
  func run(_ size: Int) throws -> Int {
    let target = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard target >= 0 else { throw fault("create") }
    defer { close(target) }
    do {
      return try copy(size, to: target)
    } catch {
      unlink(path)
      throw error
    }
  }

  private func copy(_ size: Int, to target: Int32) throws -> Int {
    var copied = 0
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    while copied < size {
      let count = pread(source, &piece, min(piece.count, size - copied), off_t(copied))
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw fault("read for") }
      if count == 0 { break }
      try write(piece[..<count], to: target, at: copied)
      copied += count
    }
    return copied
  }

  private func write(_ bytes: ArraySlice<UInt8>, to target: Int32, at place: Int) throws {
    var rest = bytes
    var place = place
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { pwrite(target, $0.baseAddress, $0.count, off_t(place)) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw fault("write") }
      rest = rest.dropFirst(count)
      place += count
    }
  }

  private func fault(_ act: String) -> WorkerError {
    WorkerError(description: "cannot \(act) \(path): \(String(cString: strerror(errno)))")
  }
}
