import Foundation
import Synchronization

/// Gives one password to one `ssh`, through our own binary as its `SSH_ASKPASS`.
///
/// The password waits in this process's memory behind a Unix socket in a folder of its own that
/// only this user can enter; it is handed out once and the socket is gone. Neither arguments nor
/// environment nor any file ever hold it.
package final class PasswordHandover: Sendable {
  /// Where the other side finds the socket.
  package static let variable = "AIRLOCK_ASKPASS_SOCKET"

  private let folder: URL
  private let listener: Int32
  private let isOver = Mutex(false)

  /// What `ssh` needs in its environment.
  package let environment: [String: String]

  /// - Parameter executable: the path of this program.
  package init(password: String, executable: String) throws {
    folder = try Self.makePrivateFolder()
    let path = folder.appending(path: "s").path
    listener = try LocalSocket.listen(path)
    environment = [
      "SSH_ASKPASS": executable, "SSH_ASKPASS_REQUIRE": "force", Self.variable: path,
      // Older versions of ssh ask a program only where there is a display.
      "DISPLAY": ProcessInfo.processInfo.environment["DISPLAY"] ?? ":0",
    ]
    let secret = Array(password.utf8)
    let descriptor = listener
    let thread = Thread { [weak self] in
      let peer = accept(descriptor, nil, nil)
      guard peer >= 0 else { return }
      if LocalSocket.isOwnUser(peer) {
        _ = secret.withUnsafeBytes { write(peer, $0.baseAddress, $0.count) }
      }
      close(peer)
      self?.end()
    }
    thread.stackSize = 128 << 10
    thread.start()
  }

  private static func makePrivateFolder() throws -> URL {
    let runtime = ProcessInfo.processInfo.environment["XDG_RUNTIME_DIR"]
    for parent in [runtime, "/tmp"].compactMap(\.self) {
      var template = Array("\(parent)/airlock-XXXXXX".utf8CString)
      if mkdtemp(&template) != nil {
        return URL(
          filePath: String(
            decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
      }
    }
    throw ConnectError("No private folder could be made: \(String(cString: strerror(errno))).")
  }

  /// Takes the password back, whether it was fetched or not.
  package func end() {
    let first = isOver.withLock { over in
      defer { over = true }
      return !over
    }
    guard first else { return }
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
    try? FileManager.default.removeItem(at: folder)
  }

  deinit { end() }

  /// Is the other side, that `ssh` runs: prints the password to `ssh` and nobody else.
  ///
  /// - Returns: the status to exit with.
  package static func answer(socket path: String, prompt: String) -> Int32 {
    // Asked about anything but a password (an unknown host key, say), the answer is no.
    guard prompt.lowercased().contains("password") else { return 1 }
    guard let peer = try? LocalSocket.connect(path) else { return 1 }
    defer { close(peer) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    var count = 0
    while count < bytes.count {
      let read = bytes.withUnsafeMutableBytes {
        recv(peer, $0.baseAddress?.advanced(by: count), $0.count - count, 0)
      }
      guard read > 0 else { break }
      count += read
    }
    guard count > 0 else { return 1 }
    bytes[count] = UInt8(ascii: "\n")
    return write(STDOUT_FILENO, bytes, count + 1) == count + 1 ? 0 : 1
  }
}
