package import BuildModel
import GRDB

/// A build with what only the service knows of it.
package struct StoredBuild: Sendable, Equatable {
  package var build: Build
  /// What it was asked for with, as JSON; the store does not look inside.
  package var parameters: String
  /// The number of the last worker's report that is in the tables.
  package var lastReport: Int
}

extension StoredBuild {
  /// Where a row of `selection` comes from.
  static let selection =
    "SELECT build.*, app.title AS app_title FROM build"
    + " JOIN app ON app.slug = build.app"

  /// That a build waits, runs, or has its machine still standing, found without a look at others.
  static let isStanding = """
    build.id IN (
      SELECT id FROM build WHERE finished_at IS NULL
      UNION ALL SELECT id FROM build WHERE kept_until IS NOT NULL
      UNION ALL SELECT other.id FROM access_window
        JOIN build AS other ON other.slug = access_window.build
        WHERE access_window.state <> 'closed')
    """

  init(_ row: Row) throws {
    self.init(
      build: Build(
        slug: BuildSlug(rawValue: row["slug"]), app: AppSlug(rawValue: row["app"]),
        appTitle: row["app_title"], number: row["number"], status: try row.word("status"),
        workflow: row["workflow"], branch: row["branch"], tag: row["tag"],
        commitHash: row["commit_hash"], commitMessage: row["commit_message"],
        triggeredBy: row["triggered_by"], triggeredAt: row.requiredTime("triggered_at"),
        startedAt: row.time("started_at"), preparedAt: row.time("prepared_at"),
        finishedAt: row.time("finished_at"), abortReason: row["abort_reason"],
        failureReason: row["failure_reason"], isRemote: row["is_remote"],
        stack: StackName(rawValue: row["stack"]), isolation: try row.word("isolation"),
        rebuildOf: row["rebuild_of"], isOnHold: row["is_on_hold"],
        pullRequestID: row["pull_request_id"], priority: row["priority"],
        configurationChanged: row["configuration_changed"], commitChanged: row["commit_changed"],
        keptUntil: row.time("kept_until")),
      parameters: row["parameters"], lastReport: row["last_report"])
  }
}

extension Step {
  init(_ row: Row) throws {
    self.init(
      index: row["position"], stepID: row["step_id"], title: row["title"],
      status: try row.word("status"), startedAt: row.time("started_at"),
      finishedAt: row.time("finished_at"), exitCode: row["exit_code"],
      firstChunk: row["first_chunk"], lastChunk: row["last_chunk"])
  }
}
