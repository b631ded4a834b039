/// Makes text from outside harmless.
package enum Sanitizer {
  /// The text as it may stand on one line of a terminal: controls are shown as `^X` or `\x9b`, what
  /// turns the direction of text as `\u202e`, tabs and line ends as a space; zero-width characters
  /// are gone, and marks above and below a character are limited.
  package static func visible(_ text: String) -> String {
    guard !text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return text }
    return Glyphs(text).reduce(into: "") { $0 += $1.text }
  }
}
