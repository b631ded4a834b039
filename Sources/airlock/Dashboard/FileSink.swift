import Foundation

/// A new file that is written away from Swift's few threads, which a slow disk would hold up.
final class FileSink: Sendable {
  private let descriptor: Int32
  private let queue = DispatchQueue(label: "airlock.file-sink")

  /// - Throws: a sentence, also where there is a file of this name already.
  init(_ path: String) throws {
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      let reason = errno == EEXIST ? "there is one of that name" : String(cString: strerror(errno))
      throw ProgramError(.failed, "The file \(path) cannot be made: \(reason).")
    }
  }

  /// - Parameter descriptor: of a file that is open, and is closed by us.
  init(descriptor: Int32) { self.descriptor = descriptor }

  func write(_ text: String) async throws { try await write(Data(text.utf8)) }

  func write(_ data: Data) async throws {
    let descriptor = descriptor
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
      queue.async {
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        done.resume(with: Result { try handle.write(contentsOf: data) })
      }
    }
  }

  func close() async {
    let descriptor = descriptor
    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
      queue.async {
        Foundation.close(descriptor)
        done.resume()
      }
    }
  }
}
