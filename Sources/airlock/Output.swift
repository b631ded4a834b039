import BuildAPI
import Foundation
import TerminalSurface

/// Standard output and error of the commands.
enum Output {
  static func line(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

  static func error(_ text: String) { write(Sanitizer.visible(text) + "\n", to: STDERR_FILENO) }

  /// Text from outside as it may reach a terminal; raw where the output is a file or a pipe.
  static func outside(_ text: String) -> String {
    isTerminal ? Sanitizer.visible(text) : text
  }

  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  static func json(_ value: some Encodable) throws {
    let encoder = WireCoding.encoder()
    encoder.outputFormatting.insert(.prettyPrinted)
    line(String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  /// Bytes as they are; ends quietly where nobody reads any more.
  static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Foundation.write(
          descriptor, UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: rest)).baseAddress,
          rest.count)
        if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
      }
    }
  }
}
