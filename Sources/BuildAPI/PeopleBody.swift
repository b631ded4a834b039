package import BuildModel
package import Foundation

/// A user of the service, as administrators see them; our own extension.
package struct UserBody: Codable, Sendable, Equatable {
  package struct Membership: Codable, Sendable, Equatable {
    package var appSlug: AppSlug
    package var title: String
    package var role: Role

    package init(appSlug: AppSlug, title: String, role: Role) {
      self.appSlug = appSlug
      self.title = title
      self.role = role
    }

    enum CodingKeys: String, CodingKey {
      case appSlug = "app_slug"
      case title, role
    }
  }

  package var slug: String
  package var username: String
  package var isAdmin: Bool
  @Nullable package var createdAt: Date? = nil
  package var apps: [Membership]

  package init(
    slug: String, username: String, isAdmin: Bool, createdAt: Date?, apps: [Membership]
  ) {
    self.slug = slug
    self.username = username
    self.isAdmin = isAdmin
    self.apps = apps
    self.createdAt = createdAt
  }

  enum CodingKeys: String, CodingKey {
    case slug, username, apps
    case isAdmin = "is_admin"
    case createdAt = "created_at"
  }
}

/// `POST /users`.
package struct AddUserRequest: Codable, Sendable {
  package var username: String
  package var isAdmin: Bool?

  package init(username: String, isAdmin: Bool?) {
    self.username = username
    self.isAdmin = isAdmin
  }

  enum CodingKeys: String, CodingKey {
    case username
    case isAdmin = "is_admin"
  }
}

/// Somebody with a role in an app.
package struct MemberBody: Codable, Sendable, Equatable {
  package var slug: String
  package var username: String
  package var role: Role

  package init(slug: String, username: String, role: Role) {
    self.slug = slug
    self.username = username
    self.role = role
  }
}

/// `PUT …/members/{user}`; `none` takes the role away.
package struct RoleRequest: Codable, Sendable {
  package static let none = "none"

  package var role: String
  package init(_ role: Role?) { self.role = role?.rawValue ?? Self.none }
}

/// `…/roles/{role}`, in Bitrise's shape: the slugs of those who have the role.
package struct HoldersBody: Codable, Sendable, Equatable {
  package var groups: [String]
  package init(groups: [String]) { self.groups = groups }
}

/// A token without what makes it one; our own extension.
package struct TokenBody: Codable, Sendable, Equatable {
  package struct Owner: Codable, Sendable, Equatable {
    package var slug: String
    package var username: String

    package init(slug: String, username: String) {
      self.slug = slug
      self.username = username
    }
  }

  package var id: String
  package var user: Owner
  package var label: String
  package var createdAt: Date
  @Nullable package var lastUsedAt: Date? = nil
  @Nullable package var expiresAt: Date? = nil
  /// The token itself; in the answer to its making only.
  package var token: String?

  package init(
    id: String, user: Owner, label: String, createdAt: Date, lastUsedAt: Date?,
    expiresAt: Date?, token: String? = nil
  ) {
    self.id = id
    self.user = user
    self.label = label
    self.createdAt = createdAt
    self.token = token
    self.lastUsedAt = lastUsedAt
    self.expiresAt = expiresAt
  }

  enum CodingKeys: String, CodingKey {
    case id, user, label, token
    case createdAt = "created_at"
    case lastUsedAt = "last_used_at"
    case expiresAt = "expires_at"
  }
}

/// `POST /tokens`.
package struct NewTokenRequest: Codable, Sendable {
  /// Whose it shall be, by slug or name; nil for one's own.
  package var user: String?
  package var label: String?
  package var expiresAt: Date?

  package init(user: String? = nil, label: String? = nil, expiresAt: Date? = nil) {
    self.user = user
    self.label = label
    self.expiresAt = expiresAt
  }

  enum CodingKeys: String, CodingKey {
    case user, label
    case expiresAt = "expires_at"
  }
}
