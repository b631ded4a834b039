import BuildAPI
import Foundation
import TerminalSurface

/// Standard output and error of the commands.
enum Output {
  /// Prints text; the one gate through which words from outside reach a terminal, made safe there
  /// and left as they are in a file or a pipe.
  static func line(_ text: String) {
    guard isTerminal else { return write(text + "\n", to: STDOUT_FILENO) }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    write(
      lines.map { Sanitizer.visible(String($0)) }.joined(separator: "\n") + "\n",
      to: STDOUT_FILENO)
  }

  /// The same for text whose last line has its end already.
  static func lines(_ text: String) { line(text.last == "\n" ? String(text.dropLast()) : text) }

  /// Prints a line whose only escape sequences are styles of our own making.
  static func styled(_ line: String) { write(line + "\n", to: STDOUT_FILENO) }

  static func error(_ text: String) { write(Sanitizer.visible(text) + "\n", to: STDERR_FILENO) }

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
