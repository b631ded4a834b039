package import BuildModel
import GRDB

/// Somebody with a role in an app.
package struct Member: Sendable, Equatable {
  package var user: User
  package var role: Role
}

extension BuildStore {
  package func role(of user: UserSlug, in app: AppSlug) async throws -> Role? {
    try await database.read { try Self.role(of: user, in: app, $0) }
  }

  /// Everybody with a role in the app, in the order of their names, a page of them.
  package func members(
    of app: AppSlug, page: PageRequest
  ) async throws -> StoredPage<Member> {
    try await database.read { database in
      let members = try Row.fetchAll(
        database,
        sql: """
          SELECT user.*, role.role FROM role JOIN user ON user.slug = role.user
          WHERE role.app = ? ORDER BY user.name
          """, arguments: [app.rawValue]
      ).map { Member(user: User($0), role: try $0.word("role")) }
      // Members are few: the page is cut out of the whole.
      return try StoredPage(cutting: members, page) { $0.user.slug.rawValue }
    }
  }

  /// Gives the user this role in the app, in place of any other; nil takes it away.
  ///
  /// - Parameters:
  ///   - actor: the role of the one who asks; only owners make and unmake owners.
  ///   - entry: written with what has changed, where anything has.
  /// - Throws: `PeopleError`.
  package func setRole(
    _ role: Role?, of user: UserSlug, in app: AppSlug, by actor: Role = .owner,
    noting entry: AuditEntry? = nil
  ) async throws {
    try await database.write { database in
      try Self.change(role, of: user, in: app, by: actor, entry, database)
    }
  }

  /// Gives the role to these users and to nobody else.
  ///
  /// - Throws: `PeopleError`; then nothing has happened.
  package func setHolders(
    _ users: [UserSlug], of role: Role, in app: AppSlug, by actor: Role, noting entry: AuditEntry
  ) async throws {
    try await database.write { database in
      let present = try String.fetchAll(
        database, sql: "SELECT user FROM role WHERE app = ? AND role = ?",
        arguments: [app.rawValue, role.rawValue]
      ).map(UserSlug.init(rawValue:))
      for user in present where !users.contains(user) {
        try Self.change(nil, of: user, in: app, by: actor, entry, database)
      }
      for user in users {
        try Self.change(role, of: user, in: app, by: actor, entry, database)
      }
    }
  }

  private static func change(
    _ role: Role?, of slug: UserSlug, in app: AppSlug, by actor: Role, _ entry: AuditEntry?,
    _ database: Database
  ) throws {
    guard let user = try user(slug: slug, database) else {
      throw PeopleError.noSuchUser(slug.rawValue)
    }
    let present = try Self.role(of: slug, in: app, database)
    guard role != present else { return }
    if role == .owner || present == .owner {
      guard actor == .owner else { throw PeopleError.onlyOwnersDecide }
      guard try present != .owner || owners(of: app, database) != [slug] else {
        throw PeopleError.lastOwner(user.name)
      }
    }
    try assign(role, to: user, in: app, entry, database)
    if present == .owner {
      try database.execute(
        literal: """
          UPDATE app SET owner = (SELECT user FROM role
            WHERE app = \(app.rawValue) AND role = 'owner' ORDER BY rowid LIMIT 1)
          WHERE slug = \(app.rawValue) AND owner = \(slug.rawValue)
          """)
    }
  }

  /// Writes a role that nothing forbids.
  static func assign(
    _ role: Role?, to user: User, in app: AppSlug, _ entry: AuditEntry?, _ database: Database
  ) throws {
    let before = try Self.role(of: user.slug, in: app, database)
    if let role {
      try write(role, of: user.slug, in: app, database)
    } else {
      try database.execute(
        literal: "DELETE FROM role WHERE user = \(user.slug.rawValue) AND app = \(app.rawValue)")
    }
    let words = [before, role].map { $0?.title ?? "no role" }.joined(separator: " -> ")
    try entry?.saying("\(user.name): \(words)").insert(database)
  }

  static func owners(of app: AppSlug, _ database: Database) throws -> [UserSlug] {
    try String.fetchAll(
      database, sql: "SELECT user FROM role WHERE app = ? AND role = 'owner'",
      arguments: [app.rawValue]
    ).map(UserSlug.init(rawValue:))
  }

  static func write(
    _ role: Role, of user: UserSlug, in app: AppSlug, _ database: Database
  ) throws {
    try database.execute(
      sql: """
        INSERT INTO role (user, app, role) VALUES (?, ?, ?)
        ON CONFLICT (user, app) DO UPDATE SET role = excluded.role
        """, arguments: [user.rawValue, app.rawValue, role.rawValue])
  }

  private static func role(
    of user: UserSlug, in app: AppSlug, _ database: Database
  ) throws -> Role? {
    try Row.fetchOne(
      database.cachedStatement(sql: "SELECT role FROM role WHERE user = ? AND app = ?"),
      arguments: [user.rawValue, app.rawValue]
    ).map { try $0.word("role") }
  }
}
