package import BuildModel
import GRDB

extension BuildStore {
  /// The branches of an app that were ever built, the one built last first.
  package func builtBranches(of app: AppSlug) async throws -> [String] {
    try await builtNames("branch", of: app)
  }

  /// The workflows of an app that were ever built, the one built last first.
  package func builtWorkflows(of app: AppSlug) async throws -> [String] {
    try await builtNames("workflow", of: app)
  }

  // Jumps from name to name in the column's index, so that it takes as long as there are names,
  // however many builds.
  private func builtNames(_ column: String, of app: AppSlug) async throws -> [String] {
    try await database.read { database in
      try String.fetchAll(
        database,
        sql: """
          WITH RECURSIVE names(name) AS (
            SELECT MIN(\(column)) FROM build WHERE app = :app
            UNION ALL
            SELECT (SELECT MIN(\(column)) FROM build WHERE app = :app AND \(column) > names.name)
            FROM names WHERE names.name IS NOT NULL
          )
          SELECT name FROM names WHERE name IS NOT NULL
          ORDER BY (SELECT MAX(id) FROM build WHERE app = :app AND \(column) = name) DESC
          """, arguments: ["app": app.rawValue])
    }
  }
}
