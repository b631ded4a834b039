package import BuildModel
import GRDB

extension BuildStore {
  /// Adds a build under the next number of its app.
  ///
  /// The number of the build that is passed in does not matter.
  /// - Parameters:
  ///   - configurationDigest: of the configuration it runs, as far as its workflow rests on it.
  ///   - window: for a build with remote access.
  ///   - beforeCommit: gets the build with its number, and the builds that rolling builds put it
  ///     in the place of; where it throws, nothing has happened and the number stays free.
  package func insertBuild(
    _ build: Build, parameters: String, configurationDigest: String? = nil,
    window: AccessWindow? = nil,
    beforeCommit: @Sendable (Build, [OutdatedBuild]) throws -> Void = { _, _ in }
  ) async throws -> StoredBuild {
    try await database.write { database in
      var build = build
      guard
        let number = try Int.fetchOne(
          database,
          sql: "UPDATE app SET last_number = last_number + 1 WHERE slug = ? RETURNING last_number",
          arguments: [build.app.rawValue])
      else { throw StoreError(description: "there is no app \(build.app)") }
      build.number = number
      try build.insert(
        parameters: parameters, configurationDigest: configurationDigest, database)
      try window?.write(of: build.slug, database)
      try beforeCommit(build, Self.outdated(by: build, database))
      return StoredBuild(build: build, parameters: parameters, lastReport: 0)
    }
  }

  package func build(_ slug: BuildSlug) async throws -> StoredBuild? {
    try await database.read { try Self.build(slug, $0) }
  }

  static func build(_ slug: BuildSlug, _ database: Database) throws -> StoredBuild? {
    try Row.fetchOne(
      database.cachedStatement(sql: StoredBuild.selection + " WHERE build.slug = ?"),
      arguments: [slug.rawValue]
    ).map(StoredBuild.init)
  }

  /// Builds that wait, run, or whose machine still stands; oldest first.
  package func buildsInProgress() async throws -> [StoredBuild] {
    try await database.read { database in
      try Row.fetchAll(
        database,
        sql: StoredBuild.selection + " WHERE \(StoredBuild.isStanding) ORDER BY build.id"
      ).map(StoredBuild.init)
    }
  }

  /// The steps of a build in the order of running.
  package func steps(of build: BuildSlug) async throws -> [Step] {
    try await database.read { database in
      try Row.fetchAll(
        database.cachedStatement(sql: "SELECT * FROM step WHERE build = ? ORDER BY position"),
        arguments: [build.rawValue]
      ).map(Step.init)
    }
  }

  /// Which of these slugs are builds.
  package func existing(_ slugs: [BuildSlug]) async throws -> Set<BuildSlug> {
    try await database.read { database in
      let statement = try database.cachedStatement(sql: "SELECT 1 FROM build WHERE slug = ?")
      return try Set(
        slugs.filter { try Row.fetchOne(statement, arguments: [$0.rawValue]) != nil })
    }
  }
}

extension Build {
  fileprivate func insert(
    parameters: String, configurationDigest: String?, _ database: Database
  ) throws {
    try database.execute(
      sql: """
        INSERT INTO build (slug, app, number, status, workflow, branch, tag, commit_hash,
          commit_message, triggered_by, triggered_at, started_at, prepared_at, finished_at,
          abort_reason, failure_reason, is_remote, stack, isolation, rebuild_of, is_on_hold,
          pull_request_id, parameters, priority, held_at, configuration_digest,
          configuration_changed)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        slug.rawValue, app.rawValue, number, status.rawValue, workflow, branch, tag, commitHash,
        commitMessage, triggeredBy, triggeredAt.column, startedAt?.column, preparedAt?.column,
        finishedAt?.column, abortReason, failureReason, isRemote, stack.rawValue,
        isolation.rawValue, rebuildOf, isOnHold, pullRequestID, parameters, priority,
        isOnHold ? triggeredAt.column : nil, configurationDigest, configurationChanged,
      ])
  }
}
