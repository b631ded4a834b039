package import BuildModel
import GRDB

/// A configuration that the service keeps for an app.
package struct StoredConfiguration: Sendable, Equatable {
  package var text: String
  /// Whether builds run with it instead of with the repository's.
  package var isUsed: Bool
}

extension BuildStore {
  /// The configuration that is kept for an app; nil where none ever was.
  package func configuration(of app: AppSlug) async throws -> StoredConfiguration? {
    try await database.read { database in
      try Row.fetchOne(
        database.cachedStatement(sql: "SELECT * FROM configuration WHERE app = ?"),
        arguments: [app.rawValue]
      ).map { StoredConfiguration(text: $0["text"], isUsed: $0["is_used"]) }
    }
  }

  /// Keeps a configuration in place of an earlier one; builds run with it from now on.
  package func keepConfiguration(_ text: String, of app: AppSlug) async throws {
    try await database.write { database in
      try database.execute(
        literal: """
          INSERT INTO configuration (app, text, is_used) VALUES (\(app.rawValue), \(text), TRUE)
          ON CONFLICT (app) DO UPDATE SET text = excluded.text, is_used = TRUE
          """)
    }
  }

  /// Says whether builds run with the kept configuration; without one nothing changes.
  package func useKeptConfiguration(_ isUsed: Bool, of app: AppSlug) async throws {
    try await database.write { database in
      try database.execute(
        literal: "UPDATE configuration SET is_used = \(isUsed) WHERE app = \(app.rawValue)")
    }
  }
}
