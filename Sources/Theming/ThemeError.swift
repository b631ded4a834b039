/// Why a theme's file cannot be used, and where.
package struct ThemeError: Error, Equatable, CustomStringConvertible {
  package let file: String
  /// Both from one; nil where the whole file is meant.
  package let line: Int?
  package let column: Int?
  package let sentence: String

  package var description: String {
    guard let line, let column else { return "\(file): \(sentence)" }
    return "\(file):\(line):\(column): \(sentence)"
  }
}
