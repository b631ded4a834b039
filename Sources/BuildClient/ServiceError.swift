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
    /// Asked too often; with the pause that it wants, where it says.
    case limited(retryAfter: Duration?)
    /// The answer was not what the contract says.
    case notUnderstood
    case serverFault
  }

  package var code: Code
  package var sentence: String
  /// The status of the answer, where there was one.
  package var status: Int?
  package var description: String { sentence }

  package init(_ code: Code, _ sentence: String, status: Int? = nil) {
    self.code = code
    self.sentence = sentence
    self.status = status
  }

  /// Whether asking again later may help.
  package var isPassing: Bool {
    switch code {
    case .unreachable, .serverFault, .limited: true
    case .unauthorized, .refused, .notFound, .notUnderstood: false
    }
  }

  /// Whether the service keeps from this person what it may tell another.
  var isWithheld: Bool {
    switch code {
    case .notFound, .refused, .unauthorized: true
    case .unreachable, .limited, .notUnderstood, .serverFault: false
    }
  }
}
