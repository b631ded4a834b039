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

  /// Asks at the terminal itself.
  ///
  /// - Throws: `ExitCode` as of SIGINT where the person gives up.
  static func ask(_ question: String) async throws -> String {
    try await HiddenTerminal.ask(question) { terminal in
      var line = HiddenLine()
      while let byte = HiddenTerminal.byte(of: terminal) {
        switch line.take(byte) {
        case .goesOn: continue
        case .done: return line.text
        case .givenUp: throw ExitCode(130)
        }
      }
      throw ExitCode(130)
    }
  }
}
