/// A step's `run_if`: the part of Go's template language that Bitrise's documentation shows.
///
/// One expression, with or without braces: `.IsCI`, `enveq "KEY" "value"`, `not .IsPR`,
/// `and (…) (…)`, `getenv "KEY" | eq "value"`.
package struct RunCondition: Sendable, Equatable {
  package let text: String
  private let expression: Expression

  /// What the build knows when the step's turn comes.
  package struct Facts: Sendable {
    package var isBuildFailed: Bool
    package var isCI = true
    package var isPullRequest = false
    package var environment: [String: String]

    package init(
      isBuildFailed: Bool, isCI: Bool = true, isPullRequest: Bool = false,
      environment: [String: String]
    ) {
      self.isBuildFailed = isBuildFailed
      self.isCI = isCI
      self.isPullRequest = isPullRequest
      self.environment = environment
    }
  }

  /// Why a condition cannot be read; the sentence follows the condition's own text.
  package struct Problem: Error, Equatable {
    var sentence: String
  }

  package init(_ text: String) throws {
    self.text = text
    var inner = Substring(text.trimmingWhitespace())
    if inner.hasPrefix("{{") {
      guard inner.hasSuffix("}}"), !inner.dropFirst(2).dropLast(2).contains("{{") else {
        throw Problem(sentence: "must be one expression in “{{ }}”")
      }
      inner = inner.dropFirst(2).dropLast(2)
      if inner.hasPrefix("- ") { inner = inner.dropFirst() }
      if inner.hasSuffix(" -") { inner = inner.dropLast() }
    }
    var parser = ConditionParser(tokens: try ConditionToken.tokens(of: inner))
    expression = try parser.wholeExpression()
  }

  /// Whether the step runs: `true`, `yes`, `y`, `t`, `1` and `on` say so, in any case.
  package func holds(_ facts: Facts) -> Bool {
    ["true", "yes", "y", "t", "1", "on"].contains(
      expression.value(facts).trimmingWhitespace().lowercased())
  }

  indirect enum Expression: Sendable, Equatable {
    case literal(String)
    case field(Field)
    case call(Function, [Expression])

    func value(_ facts: Facts) -> String {
      switch self {
      case .literal(let text): return text
      case .field(let field): return String(field.value(facts))
      case .call(let function, let arguments):
        return function.value(arguments.map { $0.value(facts) }, facts)
      }
    }
  }

  enum Field: String, Sendable, CaseIterable {
    case isCI = ".IsCI"
    case isPullRequest = ".IsPR"
    case isBuildOK = ".IsBuildOK"
    case isBuildFailed = ".IsBuildFailed"

    func value(_ facts: Facts) -> Bool {
      switch self {
      case .isCI: facts.isCI
      case .isPullRequest: facts.isPullRequest
      case .isBuildOK: !facts.isBuildFailed
      case .isBuildFailed: facts.isBuildFailed
      }
    }
  }

  enum Function: String, Sendable, CaseIterable {
    case getenv, enveq, envcontain, and, or, not, eq, ne

    var argumentCounts: ClosedRange<Int> {
      switch self {
      case .getenv, .not: 1...1
      case .enveq, .envcontain, .eq, .ne: 2...2
      case .and, .or: 1...16
      }
    }

    func value(_ arguments: [String], _ facts: Facts) -> String {
      func variable() -> String { facts.environment[arguments[0]] ?? "" }
      func isTrue(_ text: String) -> Bool { text != "" && text != "false" }
      switch self {
      case .getenv: return variable()
      case .enveq: return String(variable() == arguments[1])
      case .envcontain: return String(variable().contains(arguments[1]))
      case .and: return arguments.first { !isTrue($0) } ?? arguments[arguments.count - 1]
      case .or: return arguments.first(where: isTrue) ?? arguments[arguments.count - 1]
      case .not: return String(!isTrue(arguments[0]))
      case .eq: return String(arguments[0] == arguments[1])
      case .ne: return String(arguments[0] != arguments[1])
      }
    }
  }
}

extension StringProtocol {
  func trimmingWhitespace() -> String {
    var rest = self[...]
    while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
    while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
    return String(rest)
  }
}
