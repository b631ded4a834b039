package import BuildModel
import GRDB

/// The builds that keep an app from being removed.
package struct AppInUse: Error, Sendable, Equatable {
  /// Builds that wait or run.
  package var unfinished: [Build]
  /// Finished builds whose machine is open or stands by.
  package var standing: [Build]
}

extension BuildStore {
  /// Removes an app with its builds.
  ///
  /// - Returns: the slugs of the builds it had.
  /// - Throws: `AppInUse` while a build of it has not ended or a machine of it stands.
  package func removeApp(_ app: AppSlug) async throws -> [BuildSlug] {
    try await database.write { database in
      let busy = try Row.fetchAll(
        database,
        sql: StoredBuild.selection
          + " WHERE build.app = ? AND \(StoredBuild.isStanding) ORDER BY build.id",
        arguments: [app.rawValue]
      ).map { try StoredBuild($0).build }
      guard busy.isEmpty else {
        throw AppInUse(
          unfinished: busy.filter { !$0.status.isFinished },
          standing: busy.filter(\.status.isFinished))
      }
      let builds = try String.fetchAll(
        database, sql: "SELECT slug FROM build WHERE app = ?", arguments: [app.rawValue])
      try database.execute(sql: "DELETE FROM app WHERE slug = ?", arguments: [app.rawValue])
      return builds.map(BuildSlug.init(rawValue:))
    }
  }
}
