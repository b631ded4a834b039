import Foundation
import Workstation

/// Has a copied secret taken off the clipboard, by a process that outlives this one.
///
/// The process is our own binary; the secret reaches it through a pipe, so that it stands in no
/// argument, no environment and no file.
enum SecretOnClipboard {
  /// Starts the process.
  ///
  /// - Parameter program: which copied the secret.
  /// - Returns: whether the secret will be erased, should it still be there.
  static func eraseLater(_ secret: String, copiedWith program: String) -> Bool {
    var environment = ProcessInfo.processInfo.environment
    guard ClipboardErasure(program: program, environment: environment) != nil else { return false }
    let seconds = environment[delayVariable].flatMap { Int($0) } ?? ClipboardErasure.delay
    environment[ClipboardErasure.variable] = "\(program) \(seconds)"
    var ends: [Int32] = [-1, -1]
    // What does not fit into a pipe would hold us up.
    guard secret.utf8.count <= 4096, pipe(&ends) == 0 else { return false }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { for end in ends { close(end) } }
    let null = open("/dev/null", O_WRONLY | O_CLOEXEC)
    defer { close(null) }
    Output.write(secret, to: ends[1])
    return DetachedProcess.start(
      Executables.this, [], environment: environment, input: ends[0], output: null)
  }

  /// Shortens the wait; for tests.
  private static let delayVariable = "AIRLOCK_CLIPBOARD_SECONDS"

  /// Is that process.
  static func waitAndErase(_ order: String) {
    let secret = String(decoding: FileHandle.standardInput.availableData, as: UTF8.self)
    let words = order.split(separator: " ").map(String.init)
    var environment = ProcessInfo.processInfo.environment
    environment[ClipboardErasure.variable] = nil
    guard words.count == 2, let seconds = UInt32(words[1]),
      let erasure = ClipboardErasure(program: words[0], environment: environment)
    else { return }
    sleep(seconds)
    let done = DispatchSemaphore(value: 0)
    Task {
      await erasure.erase(secret)
      done.signal()
    }
    done.wait()
  }
}
