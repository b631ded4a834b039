/// What a new build is run with, beside its workflow.
package struct RunParameters: Sendable, Equatable {
  package struct Variable: Sendable, Equatable {
    package var name: String
    package var value: String
  }

  package struct Mistake: Error, Equatable {
    package var sentence: String
  }

  /// Nil for the app's own.
  package var branch: String?
  /// Environment variables of the build, in the order in which they were typed.
  package var variables: [Variable] = []

  package init() {}

  /// Reads `branch:release NAME=value OTHER="two words"`.
  package init(_ text: String) throws(Mistake) {
    for word in try Self.words(of: text) {
      if word.hasPrefix("branch:") {
        let name = String(word.dropFirst("branch:".count))
        guard !name.isEmpty, branch == nil else {
          throw Mistake(sentence: "One branch is named, as branch:main.")
        }
        branch = name
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, Self.isName(parts[0]) else {
        throw Mistake(sentence: "\(word): neither branch:NAME nor NAME=value.")
      }
      variables.append(Variable(name: String(parts[0]), value: String(parts[1])))
    }
  }

  private static func isName(_ text: Substring) -> Bool {
    guard let first = text.first, first.isLetter || first == "_" else { return false }
    return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }

  /// Blanks part words but for those between quotes, which themselves are left out.
  private static func words(of text: String) throws(Mistake) -> [String] {
    var words: [String] = []
    var word = ""
    var isWord = false
    var isQuoted = false
    for character in text {
      switch character {
      case "\"":
        isQuoted.toggle()
        isWord = true
      case " " where !isQuoted:
        if isWord { words.append(word) }
        word = ""
        isWord = false
      default:
        word.append(character)
        isWord = true
      }
    }
    guard !isQuoted else { throw Mistake(sentence: "The last quote is still open.") }
    return isWord ? words + [word] : words
  }
}
