package import BuildModel
package import Foundation
import GRDB

/// What opens private repositories, sealed.
extension Schema {
  static let repositoryAccess = """
    CREATE TABLE repository_access (
      app TEXT PRIMARY KEY NOT NULL REFERENCES app(slug) ON DELETE CASCADE,
      sealed BLOB NOT NULL
    ) STRICT;
    """
}

extension BuildStore {
  /// What opens the app's repository; nil where everybody may read it.
  package func repositoryAccess(of app: AppSlug) async throws -> Data? {
    try await database.read { database in
      try Data.fetchOne(
        database, sql: "SELECT sealed FROM repository_access WHERE app = ?",
        arguments: [app.rawValue])
    }
  }

  /// - Parameter remote: where the repository lies, without what opens it; nil leaves it.
  package func setRepositoryAccess(
    _ sealed: Data, of app: AppSlug, remote: String? = nil
  ) async throws {
    try await database.write { database in
      try database.execute(
        literal: """
          INSERT INTO repository_access (app, sealed) VALUES (\(app.rawValue), \(sealed))
          ON CONFLICT (app) DO UPDATE SET sealed = excluded.sealed
          """)
      if let remote {
        try database.execute(
          literal: "UPDATE app SET repository = \(remote) WHERE slug = \(app.rawValue)")
      }
    }
  }

  /// Apps whose address may hold a password, as those of the first version do.
  package func appsWithOpenAccess() async throws -> [App] {
    try await database.read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM app WHERE repository LIKE 'http%://%@%'"
      ).map(App.init)
    }
  }
}
