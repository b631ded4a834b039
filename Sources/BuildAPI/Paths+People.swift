package import BuildModel

/// The paths of people, tokens, audit and secrets.
extension Paths {
  package static let users = "/users"
  package static let tokens = "/tokens"
  package static let audit = "/audit"
  package static let publicKeys = "/public-keys"

  /// - Parameter user: a slug, or a name.
  package static func user(_ user: String) -> String { "/users/\(user)" }
  package static func token(_ id: String) -> String { "/tokens/\(id)" }
  package static func publicKey(_ id: String) -> String { publicKeys + "/\(id)" }
  package static func members(_ app: AppSlug) -> String { self.app(app) + "/members" }
  /// - Parameter user: a slug, or a name.
  package static func member(_ app: AppSlug, _ user: String) -> String {
    members(app) + "/\(user)"
  }
  package static func holders(_ app: AppSlug, of role: Role) -> String {
    self.app(app) + "/roles/\(role.rawValue)"
  }
  package static func secrets(_ app: AppSlug) -> String { self.app(app) + "/secrets" }
  package static func secret(_ app: AppSlug, _ name: String) -> String {
    secrets(app) + "/\(name)"
  }
  package static func secretValue(_ app: AppSlug, _ name: String) -> String {
    secret(app, name) + "/value"
  }
}
