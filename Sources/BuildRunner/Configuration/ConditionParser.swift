/// A word of a `run_if`.
enum ConditionToken: Equatable {
  case text(String)
  case word(String)
  case open, close, pipe

  static func tokens(of source: Substring) throws -> [ConditionToken] {
    var tokens: [ConditionToken] = []
    var rest = source
    while let first = rest.first {
      switch first {
      case "(", ")", "|":
        tokens.append(first == "(" ? .open : first == ")" ? .close : .pipe)
        rest = rest.dropFirst()
      case "\"", "`":
        rest = rest.dropFirst()
        tokens.append(.text(try quoted(&rest, by: first)))
      case _ where first.isWhitespace: rest = rest.dropFirst()
      default:
        let word = rest.prefix { !$0.isWhitespace && !"()|\"`".contains($0) }
        tokens.append(.word(String(word)))
        rest = rest.dropFirst(word.count)
      }
    }
    return tokens
  }

  private static func quoted(_ rest: inout Substring, by quote: Character) throws -> String {
    var text = ""
    while let character = rest.popFirst() {
      if character == quote { return text }
      if character == "\\", quote == "\"", let escaped = rest.popFirst() {
        text.append(escaped == "n" ? "\n" : escaped == "t" ? "\t" : escaped)
      } else {
        text.append(character)
      }
    }
    throw RunCondition.Problem(sentence: "has a text without its closing quote")
  }
}

/// Reads the words of a `run_if` into an expression.
struct ConditionParser {
  /// Expressions within each other; each takes a piece of the stack, here and when it is judged.
  private static let depthLimit = 50

  private var tokens: [ConditionToken]
  private var depth = 0

  init(tokens: [ConditionToken]) { self.tokens = tokens }

  mutating func wholeExpression() throws -> RunCondition.Expression {
    let expression = try pipeline()
    guard tokens.isEmpty else { throw RunCondition.Problem(sentence: "has a “)” too many") }
    return expression
  }

  /// `a | f x`: the value goes to the next function as its last argument.
  private mutating func pipeline() throws -> RunCondition.Expression {
    var expression = try command(piped: nil)
    while tokens.first == .pipe {
      try goDeeper()
      tokens.removeFirst()
      expression = try command(piped: expression)
    }
    return expression
  }

  private mutating func command(
    piped: RunCondition.Expression?
  ) throws -> RunCondition.Expression {
    if case .word(let name) = tokens.first, let function = RunCondition.Function(rawValue: name) {
      tokens.removeFirst()
      var arguments: [RunCondition.Expression] = []
      while let first = tokens.first, first != .close, first != .pipe {
        arguments.append(try operand())
      }
      if let piped { arguments.append(piped) }
      guard function.argumentCounts.contains(arguments.count) else {
        throw RunCondition.Problem(
          sentence: "gives “\(name)” \(arguments.count) values,"
            + " which takes \(function.argumentCounts.lowerBound)")
      }
      return .call(function, arguments)
    }
    let expression = try operand()
    guard piped == nil, tokens.first == nil || tokens.first == .close || tokens.first == .pipe
    else {
      throw RunCondition.Problem(sentence: "must begin with a function or a field")
    }
    return expression
  }

  private mutating func goDeeper() throws {
    depth += 1
    guard depth <= Self.depthLimit else {
      throw RunCondition.Problem(sentence: "has more than \(Self.depthLimit) “(” and “|”")
    }
  }

  private mutating func operand() throws -> RunCondition.Expression {
    guard !tokens.isEmpty else { throw RunCondition.Problem(sentence: "ends too early") }
    switch tokens.removeFirst() {
    case .text(let text): return .literal(text)
    case .open:
      try goDeeper()
      let inner = try pipeline()
      guard tokens.first == .close else {
        throw RunCondition.Problem(sentence: "lacks a “)”")
      }
      tokens.removeFirst()
      return inner
    case .word(let word):
      if let field = RunCondition.Field(rawValue: word) { return .field(field) }
      if ["true", "false", "yes", "no"].contains(word.lowercased()) || Int(word) != nil {
        return .literal(word.lowercased())
      }
      let known =
        RunCondition.Field.allCases.map(\.rawValue) + RunCondition.Function.allCases.map(\.rawValue)
      throw RunCondition.Problem(
        sentence: "uses “\(word)”; airlock knows \(known.joined(separator: ", "))")
    case .close, .pipe: throw RunCondition.Problem(sentence: "lacks a value")
    }
  }
}
