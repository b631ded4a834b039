import ArgumentParser
import Foundation
import Workstation

/// The terminal itself, while it shows nothing of what is typed or pasted.
enum HiddenTerminal {
  /// Asks, and has the answer read on a thread that may wait for as long as it takes.
  ///
  /// - Parameter read: given the terminal's descriptor; keys that stop a program come as bytes, so
  ///   that none leaves the terminal silent.
  static func ask(
    _ question: String, _ read: @escaping @Sendable (Int32) throws -> String
  ) async throws -> String {
    try await OwnThread.run { try open(question, read) }
  }

  private static func open(_ question: String, _ read: (Int32) throws -> String) throws -> String {
    let terminal = Foundation.open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard terminal >= 0 else {
      throw ProgramError(.failed, "There is no terminal to ask on; use a pipe.")
    }
    defer { close(terminal) }
    var modes = termios()
    guard tcgetattr(terminal, &modes) == 0 else {
      throw ProgramError(.failed, "The terminal cannot be kept from showing what is typed.")
    }
    var hidden = modes
    hidden.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    tcsetattr(terminal, TCSAFLUSH, &hidden)
    Output.write(question, to: terminal)
    defer {
      tcsetattr(terminal, TCSAFLUSH, &modes)
      Output.write("\n", to: terminal)
    }
    return try read(terminal)
  }

  /// The next byte; nil at the end.
  static func byte(of terminal: Int32) -> UInt8? {
    var byte: UInt8 = 0
    while true {
      let count = Foundation.read(terminal, &byte, 1)
      if count < 0, errno == EINTR { continue }
      return count == 1 ? byte : nil
    }
  }
}
