package import BuildModel
package import Foundation
import GRDB

/// A build that has ended and whose machine is gone, as far as keeping it matters.
package struct EndedBuild: Sendable, Equatable {
  package var slug: BuildSlug
  package var finishedAt: Date
  /// What its files take on the disk.
  package var bytes: Int
  /// Counts up over all apps.
  var id: Int64
}

extension BuildStore {
  /// Ended builds whose files nobody has measured yet, some of them.
  package func unmeasuredBuilds(limit: Int) async throws -> [BuildSlug] {
    try await database.read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT slug FROM build
          WHERE finished_at IS NOT NULL AND kept_bytes IS NULL AND \(Self.hasNoOpenWindow)
          ORDER BY id LIMIT ?
          """, arguments: [limit]
      ).map(BuildSlug.init(rawValue:))
    }
  }

  package func setSizes(_ sizes: [BuildSlug: Int]) async throws {
    try await database.write { database in
      for (build, bytes) in sizes {
        try database.execute(
          literal: "UPDATE build SET kept_bytes = \(bytes) WHERE slug = \(build.rawValue)")
      }
    }
  }

  /// What the files of all ended builds take.
  package func keptBytes() async throws -> Int {
    try await database.read { database in
      try Int.fetchOne(
        database, sql: "SELECT SUM(kept_bytes) FROM build WHERE finished_at IS NOT NULL") ?? 0
    }
  }

  /// Ended builds after one of them, those that ended first first; never an app's newest build.
  package func endedBuilds(
    after last: EndedBuild?, limit: Int
  ) async throws -> [EndedBuild] {
    try await database.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT slug, id, finished_at, kept_bytes FROM build
          WHERE finished_at IS NOT NULL AND (finished_at, id) > (?, ?) AND \(Self.hasNoOpenWindow)
            AND EXISTS (SELECT 1 FROM build newer WHERE newer.app = build.app AND newer.id > build.id)
          ORDER BY finished_at, id LIMIT ?
          """,
        arguments: [last?.finishedAt.column ?? -1, last?.id ?? 0, limit]
      ).map { row in
        EndedBuild(
          slug: BuildSlug(rawValue: row["slug"]), finishedAt: row.requiredTime("finished_at"),
          bytes: row["kept_bytes"] ?? 0, id: row["id"])
      }
    }
  }

  /// Forgets a build with all that hangs on it; its number is not given again.
  ///
  /// - Returns: false where it has not ended.
  package func remove(_ build: BuildSlug) async throws -> Bool {
    try await database.write { database in
      try database.execute(
        sql: """
          DELETE FROM build
          WHERE slug = ? AND finished_at IS NOT NULL AND \(Self.hasNoOpenWindow)
          """, arguments: [build.rawValue])
      return database.changesCount > 0
    }
  }

  // A machine that stands by is one that may be opened yet.
  private static let hasNoOpenWindow = """
    build.kept_until IS NULL AND NOT EXISTS (SELECT 1 FROM access_window
      WHERE access_window.build = build.slug AND access_window.state <> 'closed')
    """
}
