package import BuildModel
import GRDB

/// A build that a newer one takes the place of.
package struct OutdatedBuild: Sendable, Equatable {
  package var slug: BuildSlug
  package var number: Int
  /// Whether its machine is open, or about to be, to somebody.
  package var isOpen: Bool
}

extension BuildStore {
  /// Turns rolling builds on or off; for all workflows where none is named, whatever was set for
  /// single ones.
  package func setRolling(_ new: RollingSwitch, of app: AppSlug) async throws {
    try await database.write { database in
      if new.workflow == nil {
        try database.execute(
          sql: "DELETE FROM rolling_builds WHERE app = ? AND kind = ?",
          arguments: [app.rawValue, new.kind.rawValue])
      }
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO rolling_builds (app, kind, workflow, is_on) VALUES (?, ?, ?, ?)
          """,
        arguments: [app.rawValue, new.kind.rawValue, new.workflow ?? "", new.isOn])
    }
  }

  /// The switches of an app, those for all workflows first; where there is none, it is off.
  package func rolling(of app: AppSlug) async throws -> [RollingSwitch] {
    try await database.read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM rolling_builds WHERE app = ? ORDER BY workflow, kind",
        arguments: [app.rawValue]
      ).map { row in
        let workflow: String = row["workflow"]
        return RollingSwitch(
          workflow: workflow.isEmpty ? nil : workflow, kind: try row.word("kind"),
          isOn: row["is_on"])
      }
    }
  }

  /// The unfinished builds that a new one takes the place of, oldest first.
  ///
  /// A build with remote access is made to look into, and one on hold may never run: neither takes
  /// another's place.
  static func outdated(by build: Build, _ database: Database) throws -> [OutdatedBuild] {
    guard !build.isRemote, !build.isOnHold, build.tag == nil else { return [] }
    let kind: RollingKind = build.pullRequestID == nil ? .push : .pullRequest
    let isOn = try Bool.fetchOne(
      database,
      sql: """
        SELECT is_on FROM rolling_builds WHERE app = ? AND kind = ? AND workflow IN (?, '')
        ORDER BY workflow DESC
        """, arguments: [build.app.rawValue, kind.rawValue, build.workflow])
    guard isOn == true else { return [] }
    let source = kind == .push ? "branch = ? AND pull_request_id IS NULL" : "pull_request_id = ?"
    return try Row.fetchAll(
      database,
      sql: """
        SELECT slug, number, EXISTS (SELECT 1 FROM access_window
          WHERE access_window.build = build.slug AND access_window.state <> 'closed') AS is_open
        FROM build INDEXED BY build_unfinished WHERE finished_at IS NULL AND app = ? AND workflow = ? AND number < ?
          AND tag IS NULL AND \(source)
        ORDER BY id
        """,
      arguments: [build.app.rawValue, build.workflow, build.number]
        + (kind == .push ? [build.branch] : [build.pullRequestID])
    ).map {
      OutdatedBuild(
        slug: BuildSlug(rawValue: $0["slug"]), number: $0["number"], isOpen: $0["is_open"])
    }
  }
}
