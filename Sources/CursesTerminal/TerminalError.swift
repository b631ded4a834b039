/// Why the dashboard cannot have the terminal.
package struct TerminalError: Error, Equatable, CustomStringConvertible {
  package enum Code: Sendable, Equatable {
    case notATerminal
    case unknownType
    case noLoop
    case cannotStart
  }

  package let code: Code
  package let sentence: String

  init(_ code: Code, _ sentence: String) {
    self.code = code
    self.sentence = sentence
  }

  package var description: String { sentence }
}
