import BuildModel
package import Foundation
import GRDB

/// A token's name: what it is listed and revoked by; opens nothing.
package struct TokenID: Identifier {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
}

/// What lets somebody in, without the token itself.
package struct StoredToken: Sendable, Equatable {
  package var id: TokenID
  package var user: User
  /// What its maker calls it; may be empty.
  package var label: String
  package var createdAt: Date
  /// To the minute.
  package var lastUsedAt: Date?
  package var expiresAt: Date?

  package init(
    id: TokenID, user: User, label: String = "", createdAt: Date, lastUsedAt: Date? = nil,
    expiresAt: Date? = nil
  ) {
    self.id = id
    self.user = user
    self.label = label
    self.createdAt = createdAt
    self.lastUsedAt = lastUsedAt
    self.expiresAt = expiresAt
  }

  package func isGood(at now: Date) -> Bool {
    expiresAt.map { now < $0 } ?? true
  }
}

extension BuildStore {
  /// Lets whoever holds the token of this digest in.
  package func insertToken(
    _ token: StoredToken, hash: String, noting entry: AuditEntry
  ) async throws {
    try await database.write { database in
      try database.execute(
        sql: """
          INSERT INTO token (id, hash, user, label, created_at, expires_at)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          token.id.rawValue, hash, token.user.slug.rawValue, token.label, token.createdAt.column,
          token.expiresAt?.column,
        ])
      try entry.saying(token.words).insert(database)
    }
  }

  /// The token of this digest, be it expired, and the digest as it is kept.
  package func token(hash: String) async throws -> (token: StoredToken, hash: String)? {
    try await database.read { database in
      try Row.fetchOne(
        database.cachedStatement(sql: Self.tokens + " WHERE token.hash = ?"), arguments: [hash]
      ).map { (StoredToken($0), $0["hash"]) }
    }
  }

  package func token(_ id: TokenID) async throws -> StoredToken? {
    try await database.read { database in
      try Row.fetchOne(
        database, sql: Self.tokens + " WHERE token.id = ?", arguments: [id.rawValue]
      ).map(StoredToken.init)
    }
  }

  /// The tokens of one user, or of all, newest first.
  package func tokens(
    of user: UserSlug?, page: PageRequest
  ) async throws -> StoredPage<StoredToken> {
    try await database.read { database in
      let rows = try Row.fetchAll(
        database,
        sql: Self.tokens + " WHERE ? IS NULL OR token.user = ? ORDER BY token.rowid DESC",
        arguments: [user?.rawValue, user?.rawValue])
      // Tokens are few: the page is cut out of the whole.
      return try StoredPage(cutting: rows.map(StoredToken.init), page) { $0.id.rawValue }
    }
  }

  package func noteUse(of token: TokenID, at time: Date) async throws {
    try await database.write { database in
      try database.execute(
        literal: "UPDATE token SET last_used_at = \(time.column) WHERE id = \(token.rawValue)")
    }
  }

  /// Makes a token worthless.
  package func revoke(_ token: StoredToken, noting entry: AuditEntry) async throws {
    try await database.write { database in
      try database.execute(literal: "DELETE FROM token WHERE id = \(token.id.rawValue)")
      try entry.saying(token.words).insert(database)
    }
  }

  private static let tokens = """
    SELECT token.*, user.slug, user.name, user.is_admin
    FROM token JOIN user ON user.slug = token.user
    """
}

extension StoredToken {
  init(_ row: Row) {
    self.init(
      id: TokenID(rawValue: row["id"]), user: User(row), label: row["label"],
      createdAt: row.requiredTime("created_at"), lastUsedAt: row.time("last_used_at"),
      expiresAt: row.time("expires_at"))
  }

  /// For the audit.
  fileprivate var words: String {
    let name = label.isEmpty ? id.rawValue : "\(id) (\(label))"
    return "\(name) of \(user.name)"
  }
}
