import Foundation

/// A service the person has logged in to, without the token.
struct SavedConnection: Codable, Sendable, Equatable {
  /// Whose service it is: only ours tells of windows and events.
  enum Kind: String, Codable, Sendable {
    case airlock
    case bitrise
  }

  /// Where its token is.
  enum TokenPlace: Codable, Sendable, Equatable {
    /// A file of this user's alone.
    case file
    /// The system's keyring.
    case keyring
    /// What a program prints, such as a password manager's.
    case command(String)
    /// An environment variable; such a connection is never written down.
    case variable(String)
    /// What Bitrise's own command line has kept; such a connection is never written down either.
    case bitriseCommandLine
  }

  var name: String
  var url: URL
  var kind: Kind
  var token: TokenPlace

  /// Whether a name can stand on a command line and as a file's name.
  static func isGood(name: String) -> Bool {
    !name.isEmpty && name.count <= 40 && name != Self.local
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
      && name.first != "-" && name.first != "."
  }

  /// The service of this computer's own.
  static let local = "local"
}
