import ArgumentParser
import BuildModel
import Foundation

/// Takes a paste of several lines at the terminal without showing it.
enum HiddenPaste {
  /// So long nothing comes once a paste is at its end.
  private static let quietMilliseconds: Int32 = 400

  /// Reads until everything is there that a way in needs, or until Enter alone, or ^D.
  ///
  /// - Throws: `ExitCode` as of SIGINT where the person gives up.
  static func ask(_ question: String) async throws -> String {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(with: Result { try read(question) })
      }
    }
  }

  private static func read(_ question: String) throws -> String {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard terminal >= 0 else {
      throw ProgramError(.failed, "There is no terminal to ask on; use a pipe.")
    }
    defer { close(terminal) }
    var modes = termios()
    guard tcgetattr(terminal, &modes) == 0 else {
      throw ProgramError(.failed, "The terminal cannot be kept from showing what is pasted.")
    }
    var hidden = modes
    hidden.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    tcsetattr(terminal, TCSAFLUSH, &hidden)
    Output.write(question, to: terminal)
    defer {
      tcsetattr(terminal, TCSAFLUSH, &modes)
      Output.write("\n", to: terminal)
    }
    return try lines(from: terminal)
  }

  private static func lines(from terminal: Int32) throws -> String {
    var all = ""
    var line = HiddenLine()
    var byte: UInt8 = 0
    while true {
      let count = Foundation.read(terminal, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1 else { return all }
      switch line.take(byte) {
      case .goesOn: continue
      case .givenUp where byte == 0x04: return all
      case .givenUp: throw ExitCode(130)
      case .done:
        let isEmpty = line.text.isEmpty
        all += line.text + "\n"
        line = HiddenLine()
        let isWhole = (try? AccessPaste.read(all))?.missing.isEmpty ?? false
        if isEmpty || isWhole, isQuiet(terminal) { return all }
      }
    }
  }

  private static func isQuiet(_ terminal: Int32) -> Bool {
    var wait = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    return poll(&wait, 1, quietMilliseconds) == 0
  }
}
