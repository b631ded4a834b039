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
  /// Whether its machine can be entered.
  package var remoteAccess = false
  /// The kind of machine; nil for the one of the configuration.
  package var stack: String?

  package init() {}

  /// Reads `branch:release remote:yes stack:linux-desktop NAME=value OTHER="two words"`.
  package init(_ text: String) throws(Mistake) {
    var told: Set<Substring> = []
    for word in try Self.words(of: text) {
      if let field = Self.fields.first(where: { word.hasPrefix($0 + ":") }) {
        guard told.insert(field).inserted else {
          throw Mistake(sentence: "\(field): stands here twice.")
        }
        try set(field, to: String(word.dropFirst(field.count + 1)))
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, Self.isName(parts[0]) else {
        throw Mistake(
          sentence: "\(word): neither branch:NAME, remote:yes, stack:NAME nor NAME=value.")
      }
      variables.append(Variable(name: String(parts[0]), value: String(parts[1])))
    }
  }

  /// What is chosen before anything is typed, as it would be typed.
  var typed: String {
    (remoteAccess ? "remote:yes " : "") + (stack.map { "stack:\($0) " } ?? "")
  }

  private static let fields: [Substring] = ["branch", "remote", "stack"]

  private mutating func set(_ field: Substring, to value: String) throws(Mistake) {
    switch (field, value) {
    case ("remote", "yes"): remoteAccess = true
    case ("remote", "no"): remoteAccess = false
    case ("remote", _): throw Mistake(sentence: "remote:yes or remote:no is said.")
    case (_, ""): throw Mistake(sentence: "\(field): needs a name right after it.")
    case ("branch", _): branch = value
    default: stack = value
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
