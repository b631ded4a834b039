import Foundation

/// Gives one password to one `ssh`, through our own binary as its `SSH_ASKPASS`: by a
/// ``SecretSocket``, once.
package final class PasswordHandover: Sendable {
  /// Where the other side finds the socket.
  package static let variable = "AIRLOCK_ASKPASS_SOCKET"

  private let socket: SecretSocket

  /// What `ssh` needs in its environment.
  package let environment: [String: String]

  /// - Parameter executable: the path of this program.
  package init(password: String, executable: String) throws {
    socket = try SecretSocket(Array(password.utf8))
    environment = [
      "SSH_ASKPASS": executable, "SSH_ASKPASS_REQUIRE": "force", Self.variable: socket.path,
      // Older versions of ssh ask a program only where there is a display.
      "DISPLAY": ProcessInfo.processInfo.environment["DISPLAY"] ?? ":0",
    ]
  }

  /// Takes the password back, whether it was fetched or not.
  package func end() { socket.end() }

  /// Is the other side, that `ssh` runs: prints the password to `ssh` and nobody else.
  ///
  /// - Returns: the status to exit with.
  package static func answer(socket path: String, prompt: String) -> Int32 {
    // Asked about anything but a password (an unknown host key, say), the answer is no.
    guard prompt.lowercased().contains("password") else { return 1 }
    guard let password = SecretSocket.fetch(path) else { return 1 }
    let line = password + [UInt8(ascii: "\n")]
    return write(STDOUT_FILENO, line, line.count) == line.count ? 0 : 1
  }
}
