import Foundation
import Logging

/// The file that the service's words go to once nobody reads them.
///
/// It is begun anew when it is full, and one full file is kept beside it.
final class ServiceLog: Sendable {
  private let path: String
  private let mostBytes: Int
  private let outputs: [Int32]

  /// - Parameter outputs: the descriptors that are to lead to the file.
  init(
    path: String, mostBytes: Int = 4 << 20, outputs: [Int32] = [STDOUT_FILENO, STDERR_FILENO]
  ) {
    self.path = path
    self.mostBytes = mostBytes
    self.outputs = outputs
  }

  /// Sends the outputs to the file from now on.
  func takeOutput() {
    let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    for output in outputs { dup2(file, output) }
    close(file)
  }

  /// Begins the file anew where it is full; to be called before each line.
  func makeRoom() {
    var ours = stat()
    var theirs = stat()
    guard let output = outputs.last, fstat(output, &ours) == 0, Int(ours.st_size) >= mostBytes,
      stat(path, &theirs) == 0, ours.st_ino == theirs.st_ino, ours.st_dev == theirs.st_dev
    else { return }
    rename(path, path + ".1")
    takeOutput()
  }
}

/// Writes to standard error, whether that is a terminal or a file of limited size.
struct ServiceLogHandler: LogHandler {
  private var inner: any LogHandler
  private let file: ServiceLog?

  init(_ inner: any LogHandler, file: ServiceLog?) {
    self.inner = inner
    self.file = file
  }

  var logLevel: Logger.Level {
    get { inner.logLevel }
    set { inner.logLevel = newValue }
  }

  var metadata: Logger.Metadata {
    get { inner.metadata }
    set { inner.metadata = newValue }
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { inner[metadataKey: key] }
    set { inner[metadataKey: key] = newValue }
  }

  func log(event: LogEvent) {
    file?.makeRoom()
    inner.log(event: event)
  }
}
