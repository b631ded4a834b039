package import BuildModel
package import Foundation
import GRDB

extension BuildStore {
  /// The user of that name, added where there is none.
  package func user(named name: String, orAddAs slug: UserSlug) async throws -> User {
    try await database.write { database in
      if let row = try Row.fetchOne(
        database, sql: "SELECT slug, name FROM user WHERE name = ?", arguments: [name])
      {
        return User(row)
      }
      try database.execute(
        sql: "INSERT INTO user (slug, name) VALUES (?, ?)", arguments: [slug.rawValue, name])
      return User(slug: slug, name: name)
    }
  }

  /// Lets whoever holds the token of this digest in, as the user.
  package func insertToken(hash: String, of user: UserSlug, at time: Date) async throws {
    try await database.write { database in
      try database.execute(
        sql: "INSERT INTO token (hash, user, created_at) VALUES (?, ?, ?)",
        arguments: [hash, user.rawValue, time.column])
    }
  }

  /// Whose token this is the digest of; nil where it is nobody's.
  package func user(tokenHash hash: String) async throws -> User? {
    try await database.read { database in
      try Row.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT user.slug, user.name FROM token JOIN user ON user.slug = token.user
            WHERE token.hash = ?
            """), arguments: [hash]
      ).map(User.init)
    }
  }

  /// Gives the user this role in the app, in place of any other.
  package func setRole(_ role: Role, of user: UserSlug, in app: AppSlug) async throws {
    try await database.write { database in
      try Self.write(role, of: user, in: app, database)
    }
  }

  package func role(of user: UserSlug, in app: AppSlug) async throws -> Role? {
    try await database.read { database in
      try Row.fetchOne(
        database.cachedStatement(sql: "SELECT role FROM role WHERE user = ? AND app = ?"),
        arguments: [user.rawValue, app.rawValue]
      ).map { try $0.word("role") }
    }
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
}

extension User {
  init(_ row: Row) {
    self.init(slug: UserSlug(rawValue: row["slug"]), name: row["name"])
  }
}
