import Foundation

/// `--connection NAME`, which every command takes.
///
/// It is taken off the words before the commands see them and handed on as the variable that
/// chooses a connection anyway, so that none of them has to know it.
enum ConnectionOption {
  static let variable = "AIRLOCK_CONNECTION"

  /// - Returns: the words without the option, and the name it gave.
  /// - Throws: `ProgramError` where the name is missing.
  static func take(from words: [String]) throws -> (rest: [String], name: String?) {
    var rest: [String] = []
    var name: String?
    var words = words[...]
    while let word = words.popFirst() {
      switch word {
      // What follows belongs to another program.
      case "--": return (rest + [word] + words, name)
      case "--connection":
        guard let next = words.popFirst(), !next.isEmpty else {
          throw ProgramError(.failed, "--connection takes the name of a connection.")
        }
        name = next
      case _ where word.hasPrefix("--connection="):
        name = String(word.dropFirst("--connection=".count))
      default: rest.append(word)
      }
    }
    return (rest, name)
  }
}
