import BuildModel

/// Somebody who may ask the service for something.
package struct User: Sendable, Equatable {
  package var slug: UserSlug
  package var name: String

  package init(slug: UserSlug, name: String) {
    self.slug = slug
    self.name = name
  }
}

/// A user's slug: 16 lowercase hexadecimal digits.
package struct UserSlug: Identifier {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
}
