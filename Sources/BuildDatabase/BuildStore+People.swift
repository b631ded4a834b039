package import BuildModel
package import Foundation
import GRDB

/// A user as administrators see them.
package struct Account: Sendable, Equatable {
  /// What a user is in one app.
  package struct Membership: Sendable, Equatable {
    package var app: AppSlug
    package var title: String
    package var role: Role
  }

  package var user: User
  /// Nil for users of the first version, which did not write it down.
  package var createdAt: Date?
  package var memberships: [Membership]

  package init(user: User, createdAt: Date?, memberships: [Membership]) {
    self.user = user
    self.createdAt = createdAt
    self.memberships = memberships
  }
}

extension BuildStore {
  /// The user of that name, added where there is none.
  ///
  /// - Parameter isAdmin: whether they shall be an administrator, in case they are none yet.
  package func user(
    named name: String, orAddAs slug: UserSlug, isAdmin: Bool = false, at time: Date? = nil
  ) async throws -> User {
    try await database.write { database in
      if var user = try Self.user(name: name, database) {
        if isAdmin, !user.isAdmin {
          try database.execute(
            literal: "UPDATE user SET is_admin = 1 WHERE slug = \(user.slug.rawValue)")
          user.isAdmin = true
        }
        return user
      }
      let user = User(slug: slug, name: name, isAdmin: isAdmin)
      try user.insert(at: time, database)
      return user
    }
  }

  /// The user with that slug or name.
  package func user(_ slugOrName: String) async throws -> User? {
    try await database.read { database in
      try Self.user(slug: UserSlug(rawValue: slugOrName), database)
        ?? Self.user(name: slugOrName, database)
    }
  }

  /// - Throws: `PeopleError.nameTaken`.
  package func addUser(_ user: User, noting entry: AuditEntry) async throws {
    try await database.write { database in
      guard try Self.user(name: user.name, database) == nil else {
        throw PeopleError.nameTaken(user.name)
      }
      try user.insert(at: entry.at, database)
      try entry.saying(user.isAdmin ? "\(user.name), administrator" : user.name)
        .insert(database)
    }
  }

  /// The users in the order of their names, a page of them.
  package func accounts(page: PageRequest) async throws -> StoredPage<Account> {
    try await database.read { database in
      // Users are few: the page is cut out of the whole.
      let accounts = try Row.fetchAll(database, sql: "SELECT * FROM user ORDER BY name")
        .map { row in
          let user = User(row)
          return Account(
            user: user, createdAt: row.time("created_at"),
            memberships: try Self.memberships(of: user.slug, database))
        }
      return try StoredPage(cutting: accounts, page) { $0.user.slug.rawValue }
    }
  }

  /// Removes a user with all tokens and roles.
  ///
  /// - Parameter heir: who gets the apps that would be left without an owner.
  /// - Returns: the tokens that are worthless now.
  /// - Throws: `PeopleError`.
  package func removeUser(
    _ slug: UserSlug, givingAppsTo heir: UserSlug? = nil, noting entry: AuditEntry
  ) async throws -> [TokenID] {
    try await database.write { database in
      guard let user = try Self.user(slug: slug, database) else {
        throw PeopleError.noSuchUser(slug.rawValue)
      }
      let admins = try Int.fetchOne(
        database, sql: "SELECT COUNT(*) FROM user WHERE is_admin AND slug <> ?",
        arguments: [slug.rawValue])
      guard !user.isAdmin || admins != 0 else { throw PeopleError.lastAdmin(user.name) }
      try Self.passOn(from: user, to: heir, entry, database)
      let tokens = try String.fetchAll(
        database, sql: "SELECT id FROM token WHERE user = ?", arguments: [slug.rawValue])
      try database.execute(literal: "DELETE FROM user WHERE slug = \(slug.rawValue)")
      try entry.saying(user.name).insert(database)
      return tokens.map(TokenID.init(rawValue:))
    }
  }

  /// Leaves no app without an owner when the user goes.
  private static func passOn(
    from user: User, to heir: UserSlug?, _ entry: AuditEntry, _ database: Database
  ) throws {
    let alone = try memberships(of: user.slug, database).filter { membership in
      try membership.role == .owner && owners(of: membership.app, database) == [user.slug]
    }
    if !alone.isEmpty {
      guard let heir, heir != user.slug else {
        throw PeopleError.ownsApps(user.name, alone.map(\.title))
      }
      guard let heir = try Self.user(slug: heir, database) else {
        throw PeopleError.noSuchUser(heir.rawValue)
      }
      for membership in alone {
        var entry = entry
        entry.event = .roleSet
        entry.app = membership.app
        try assign(.owner, to: heir, in: membership.app, entry, database)
      }
    }
    try database.execute(
      literal: "DELETE FROM role WHERE user = \(user.slug.rawValue)")
    try database.execute(
      literal: """
        UPDATE app SET owner = (SELECT role.user FROM role
          WHERE role.app = app.slug AND role.role = 'owner' ORDER BY role.rowid LIMIT 1)
        WHERE owner = \(user.slug.rawValue)
        """)
  }

  static func user(slug: UserSlug, _ database: Database) throws -> User? {
    try Row.fetchOne(
      database.cachedStatement(sql: "SELECT * FROM user WHERE slug = ?"),
      arguments: [slug.rawValue]
    ).map(User.init)
  }

  private static func user(name: String, _ database: Database) throws -> User? {
    try Row.fetchOne(
      database.cachedStatement(sql: "SELECT * FROM user WHERE name = ?"), arguments: [name]
    ).map(User.init)
  }

  private static func memberships(
    of user: UserSlug, _ database: Database
  ) throws -> [Account.Membership] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT app.slug, app.title, role.role FROM role JOIN app ON app.slug = role.app
        WHERE role.user = ? ORDER BY app.title, app.slug
        """, arguments: [user.rawValue]
    ).map { row in
      Account.Membership(
        app: AppSlug(rawValue: row["slug"]), title: row["title"], role: try row.word("role"))
    }
  }
}

extension User {
  init(_ row: Row) {
    self.init(
      slug: UserSlug(rawValue: row["slug"]), name: row["name"], isAdmin: row["is_admin"])
  }

  fileprivate func insert(at time: Date?, _ database: Database) throws {
    try database.execute(
      literal: """
        INSERT INTO user (slug, name, is_admin, created_at)
        VALUES (\(slug.rawValue), \(name), \(isAdmin), \(time?.column))
        """)
  }
}
