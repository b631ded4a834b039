package import BuildModel
import GRDB

extension BuildStore {
  /// The window of a build; nil where it was not started with remote access.
  package func window(of build: BuildSlug) async throws -> StoredWindow? {
    try await database.read { try Self.window(of: build, $0) }
  }

  static func window(of build: BuildSlug, _ database: Database) throws -> StoredWindow? {
    try Row.fetchOne(
      database.cachedStatement(sql: "SELECT * FROM access_window WHERE build = ?"),
      arguments: [build.rawValue]
    ).map(StoredWindow.init)
  }

  /// The windows that are not closed and that the user may go through, soonest deadline first.
  package func usableWindows(
    of user: UserSlug
  ) async throws -> [(build: StoredBuild, window: StoredWindow)] {
    try await database.read { database in
      // CROSS JOIN keeps the order: from the few open windows on, not from all of a user's builds.
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT access_window.*, role.role FROM access_window
          CROSS JOIN build ON build.slug = access_window.build
          CROSS JOIN role ON role.app = build.app AND role.user = ?
          WHERE access_window.state <> 'closed'
          ORDER BY access_window.deadline IS NULL, access_window.deadline, build.id
          """, arguments: [user.rawValue])
      return try rows.compactMap { row in
        let role: Role = try row.word("role")
        guard role.mayUseRemoteAccess,
          let build = try Self.build(BuildSlug(rawValue: row["build"]), database)
        else { return nil }
        return (build, try StoredWindow(row))
      }
    }
  }
}
