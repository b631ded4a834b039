package import BuildModel
import GRDB

extension BuildStore {
  /// Who has a role in which of these apps.
  package func roles(in apps: Set<AppSlug>) async throws -> [UserSlug: [AppSlug: Role]] {
    try await database.read { database in
      let statement = try database.cachedStatement(
        sql: "SELECT user, role FROM role WHERE app = ?")
      var roles: [UserSlug: [AppSlug: Role]] = [:]
      for app in apps {
        let rows = try Row.fetchCursor(statement, arguments: [app.rawValue])
        while let row = try rows.next() {
          roles[UserSlug(rawValue: row["user"]), default: [:]][app] = try row.word("role")
        }
      }
      return roles
    }
  }
}
