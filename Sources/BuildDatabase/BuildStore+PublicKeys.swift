import BuildModel
package import Foundation
import GRDB

/// A public key's name: what it is listed and removed by.
package struct PublicKeyID: Identifier {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
}

/// A public key that a user has given to the service.
package struct StoredPublicKey: Sendable, Equatable {
  package var id: PublicKeyID
  package var user: UserSlug
  /// As in `authorized_keys`.
  package var line: String
  /// What its owner calls it; may be empty.
  package var comment: String
  /// `SHA256:…`.
  package var fingerprint: String
  package var createdAt: Date

  package init(
    id: PublicKeyID, user: UserSlug, line: String, comment: String, fingerprint: String,
    createdAt: Date
  ) {
    self.id = id
    self.user = user
    self.line = line
    self.comment = comment
    self.fingerprint = fingerprint
    self.createdAt = createdAt
  }
}

extension BuildStore {
  /// The keys of a user, oldest first.
  package func publicKeys(of user: UserSlug) async throws -> [StoredPublicKey] {
    try await database.read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM public_key WHERE user = ? ORDER BY created_at, id",
        arguments: [user.rawValue]
      ).map { StoredPublicKey($0) }
    }
  }

  /// Keeps a key.
  ///
  /// - Returns: whether its user had not given it before.
  package func insertPublicKey(
    _ key: StoredPublicKey, noting entry: AuditEntry
  ) async throws -> Bool {
    try await database.write { database in
      try database.execute(
        sql: """
          INSERT OR IGNORE INTO public_key (id, user, line, comment, fingerprint, created_at)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          key.id.rawValue, key.user.rawValue, key.line, key.comment, key.fingerprint,
          key.createdAt.column,
        ])
      guard database.changesCount == 1 else { return false }
      try entry.saying(key.fingerprint).insert(database)
      return true
    }
  }

  /// Forgets a key of a user.
  ///
  /// - Returns: whether they had it.
  package func removePublicKey(
    _ id: PublicKeyID, of user: UserSlug, noting entry: AuditEntry
  ) async throws -> Bool {
    try await database.write { database in
      let fingerprint = try String.fetchOne(
        database,
        sql: "DELETE FROM public_key WHERE id = ? AND user = ? RETURNING fingerprint",
        arguments: [id.rawValue, user.rawValue])
      guard let fingerprint else { return false }
      try entry.saying(fingerprint).insert(database)
      return true
    }
  }
}

extension StoredPublicKey {
  fileprivate init(_ row: Row) {
    self.init(
      id: PublicKeyID(rawValue: row["id"]), user: UserSlug(rawValue: row["user"]),
      line: row["line"], comment: row["comment"], fingerprint: row["fingerprint"],
      createdAt: row.requiredTime("created_at"))
  }
}
