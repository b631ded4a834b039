import BuildModel

/// Somebody who may ask the service for something.
package struct User: Sendable, Equatable {
  package var slug: UserSlug
  package var name: String
  /// Whether they may manage the service itself: its users, everybody's tokens, the whole audit.
  package var isAdmin: Bool

  package init(slug: UserSlug, name: String, isAdmin: Bool = false) {
    self.slug = slug
    self.name = name
    self.isAdmin = isAdmin
  }
}

/// A user's slug: 16 lowercase hexadecimal digits.
package struct UserSlug: Identifier {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
}
