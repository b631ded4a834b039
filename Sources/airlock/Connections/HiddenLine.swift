import ArgumentParser
import Foundation

/// A line that somebody types at the terminal without it being shown.
struct HiddenLine {
  enum Progress: Equatable {
    case goesOn
    case done
    /// ^C, or ^D on an empty line.
    case givenUp
  }

  private var bytes: [UInt8] = []

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func take(_ byte: UInt8) -> Progress {
    switch byte {
    case 0x0a, 0x0d: return .done
    case 0x03: return .givenUp
    case 0x04: return bytes.isEmpty ? .givenUp : .done
    case 0x08, 0x7f:
      // All bytes of the last character.
      while let last = bytes.popLast(), last & 0xc0 == 0x80 {}
    case 0x15: bytes = []
    // Whatever else steers a terminal is no part of a secret.
    case 0..<0x20 where byte != 0x09: break
    default: bytes.append(byte)
    }
    return .goesOn
  }

  /// Asks at the terminal itself, on a thread that may wait for as long as it takes.
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
      throw ProgramError(.failed, "The terminal cannot be kept from showing what is typed.")
    }
    var hidden = modes
    // Keys that stop a program come as bytes, so that none leaves the terminal silent.
    hidden.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    tcsetattr(terminal, TCSAFLUSH, &hidden)
    Output.write(question, to: terminal)
    defer {
      tcsetattr(terminal, TCSAFLUSH, &modes)
      Output.write("\n", to: terminal)
    }
    var line = HiddenLine()
    var byte: UInt8 = 0
    while true {
      let count = Foundation.read(terminal, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1 else { throw ExitCode(130) }
      switch line.take(byte) {
      case .goesOn: continue
      case .done: return line.text
      case .givenUp: throw ExitCode(130)
      }
    }
  }
}
