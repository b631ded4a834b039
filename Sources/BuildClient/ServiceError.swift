package import BuildAPI

/// Why a service did not do what it was asked; the sentence is for the person who asked.
package struct ServiceError: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Code: Sendable, Equatable {
    /// Nobody answers there, or the answer broke off.
    case unreachable
    /// The token is wrong or no longer good.
    case unauthorized
    case refused(RefusalCode?)
    case notFound
    /// The answer was not what the contract says.
    case notUnderstood
    case serverFault
  }

  package var code: Code
  package var sentence: String
  package var description: String { sentence }

  package init(_ code: Code, _ sentence: String) {
    self.code = code
    self.sentence = sentence
  }

  /// Whether asking again later may help.
  package var isPassing: Bool { code == .unreachable || code == .serverFault }
}
