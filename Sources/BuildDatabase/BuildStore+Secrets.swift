package import BuildModel
package import Foundation
import GRDB

/// A secret of an app, sealed.
package struct StoredSecret: Sendable, Equatable {
  package var id: String
  package var app: AppSlug
  package var name: String
  /// The value, readable with the service's key only.
  package var sealed: Data
  /// Whether nobody may read the value any more.
  package var isProtected: Bool
  package var isExposedForPullRequests: Bool
  /// Whether `$NAME` in the value stands for another variable.
  package var isExpand: Bool

  package init(
    id: String, app: AppSlug, name: String, sealed: Data, isProtected: Bool = false,
    isExposedForPullRequests: Bool = false, isExpand: Bool = false
  ) {
    self.id = id
    self.app = app
    self.name = name
    self.sealed = sealed
    self.isProtected = isProtected
    self.isExposedForPullRequests = isExposedForPullRequests
    self.isExpand = isExpand
  }
}

extension BuildStore {
  /// The app's secrets in the order of their names.
  package func secrets(of app: AppSlug) async throws -> [StoredSecret] {
    try await database.read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM secret WHERE app = ? ORDER BY name",
        arguments: [app.rawValue]
      ).map(StoredSecret.init)
    }
  }

  package func secret(_ name: String, of app: AppSlug) async throws -> StoredSecret? {
    try await database.read { database in
      try Row.fetchOne(
        database, sql: "SELECT * FROM secret WHERE app = ? AND name = ?",
        arguments: [app.rawValue, name]
      ).map(StoredSecret.init)
    }
  }

  /// Writes a secret down in place of the app's one of the same name.
  package func write(_ secret: StoredSecret, noting entry: AuditEntry) async throws {
    try await database.write { database in
      try database.execute(
        literal: """
          INSERT INTO secret (id, app, name, sealed, is_protected, is_exposed_for_pull_requests,
            is_expand)
          VALUES (\(secret.id), \(secret.app.rawValue), \(secret.name), \(secret.sealed),
            \(secret.isProtected), \(secret.isExposedForPullRequests), \(secret.isExpand))
          ON CONFLICT (app, name) DO UPDATE SET sealed = excluded.sealed,
            is_protected = MAX(is_protected, excluded.is_protected), is_expand = excluded.is_expand,
            is_exposed_for_pull_requests = excluded.is_exposed_for_pull_requests
          """)
      try entry.insert(database)
    }
  }

  /// - Returns: whether there was one.
  package func removeSecret(
    _ name: String, of app: AppSlug, noting entry: AuditEntry
  ) async throws -> Bool {
    try await database.write { database in
      try database.execute(
        literal: "DELETE FROM secret WHERE app = \(app.rawValue) AND name = \(name)")
      guard database.changesCount == 1 else { return false }
      try entry.insert(database)
      return true
    }
  }
}

extension StoredSecret {
  init(_ row: Row) {
    self.init(
      id: row["id"], app: AppSlug(rawValue: row["app"]), name: row["name"],
      sealed: row["sealed"], isProtected: row["is_protected"],
      isExposedForPullRequests: row["is_exposed_for_pull_requests"], isExpand: row["is_expand"])
  }
}
