package import BuildModel
package import Foundation
import GRDB

extension BuildStore {
  /// Takes a worker's report into the tables, once, however often it is told.
  ///
  /// - Returns: whether it was new.
  package func record(_ report: WorkerReport, of build: BuildSlug) async throws -> Bool {
    try await database.write { database in
      try database.execute(
        literal: """
          UPDATE build SET last_report = \(report.sequence)
          WHERE slug = \(build.rawValue) AND last_report < \(report.sequence)
          """)
      guard database.changesCount == 1 else { return false }
      try report.audit(of: build, database)
      try report.news.apply(at: report.at, to: build, database)
      return true
    }
  }

  /// Ends a build that no worker has begun.
  ///
  /// - Returns: whether it was still waiting.
  package func abortQueued(
    _ build: BuildSlug, reason: String?, withSuccess: Bool, at time: Date
  ) async throws -> Bool {
    try await database.write { database in
      let waits = try Self.build(build, database)?.build.status == .queued
      guard waits else { return false }
      try WorkerNews.finished(
        withSuccess ? .abortedWithSuccess : .aborted, failureReason: nil, abortReason: reason
      ).apply(at: time, to: build, database)
      try Self.closeWindow(of: build, .aborted, at: time, database)
      return true
    }
  }

  /// Ends a build whose worker is no more, and its window.
  ///
  /// What the worker had finished stays as it is.
  /// - Returns: whether anything was left to end.
  package func recordLoss(of build: BuildSlug, reason: String, at time: Date) async throws -> Bool {
    try await database.write { database in
      guard let stored = try Self.build(build, database) else { return false }
      let wasRunning = !stored.build.status.isFinished
      if wasRunning {
        try WorkerNews.finished(.failed, failureReason: reason, abortReason: nil)
          .apply(at: time, to: build, database)
        try database.execute(
          literal: """
            UPDATE step SET status = 'aborted', finished_at = \(time.column)
            WHERE build = \(build.rawValue) AND status = 'running'
            """)
        try database.execute(
          literal: """
            UPDATE step SET status = 'skipped'
            WHERE build = \(build.rawValue) AND status = 'pending'
            """)
      }
      let wasOpen = try Self.closeWindow(of: build, .workerLost, at: time, database)
      let wasKept = stored.build.keptUntil != nil
      if wasKept { try Self.keepNoLonger(build, database) }
      return wasRunning || wasOpen || wasKept
    }
  }

  @discardableResult
  static func closeWindow(
    of build: BuildSlug, _ reason: AccessWindow.ClosedReason, at time: Date, _ database: Database
  ) throws -> Bool {
    guard let before = try window(of: build, database)?.window, !before.isClosed else {
      return false
    }
    var window = before
    window.apply(.closeAsked(reason, at: time))
    try window.audit(of: build, after: before, at: time, database)
    try window.write(of: build, database)
    return true
  }
}

extension WorkerNews {
  fileprivate func apply(at time: Date, to build: BuildSlug, _ database: Database) throws {
    let slug = build.rawValue
    switch self {
    case .started:
      try database.execute(
        literal: """
          UPDATE build SET status = 'running', started_at = \(time.column), is_on_hold = 0
          WHERE slug = \(slug) AND finished_at IS NULL
          """)
    case .prepared(let isolation, let hash, let message):
      try database.execute(
        literal: """
          UPDATE build SET prepared_at = \(time.column), isolation = \(isolation.rawValue),
            commit_hash = COALESCE(\(hash), commit_hash),
            commit_message = COALESCE(\(message), commit_message),
            commit_changed = (SELECT original.commit_hash <> \(hash) FROM build AS original
              WHERE original.app = build.app AND original.number = build.rebuild_of
                AND original.prepared_at IS NOT NULL)
          WHERE slug = \(slug)
          """)
    case .planned(let steps):
      try database.execute(literal: "DELETE FROM step WHERE build = \(slug)")
      for step in steps { try step.write(of: build, database) }
    case .stepChanged(let step): try step.write(of: build, database)
    case .finished(let status, let failure, let abort):
      try database.execute(
        literal: """
          UPDATE build SET status = \(status.rawValue), finished_at = \(time.column),
            failure_reason = \(failure), abort_reason = \(abort), is_on_hold = 0
          WHERE slug = \(slug) AND finished_at IS NULL
          """)
    case .windowChanged(let window):
      try window.write(of: build, database)
      // No longer only kept, where it was: from now on the window tells until when it stands.
      try BuildStore.keepNoLonger(build, database)
    case .machineKept(let until):
      try database.execute(
        literal: "UPDATE build SET kept_until = \(until.column) WHERE slug = \(slug)")
    case .connectionsChanged(let count):
      try database.execute(
        literal: "UPDATE access_window SET connections = \(count) WHERE build = \(slug)")
    case .artifactsKept(let artifacts):
      for artifact in artifacts { try artifact.write(of: build, database) }
    case .visitorEntered, .visitorLeft, .visitorRefused, .visitorShutOut: break
    case .ended:
      // A window that was asked for when there was nothing left to open.
      try BuildStore.closeWindow(of: build, .neverOpened, at: time, database)
      try BuildStore.keepNoLonger(build, database)
    }
  }
}

extension Step {
  fileprivate func write(of build: BuildSlug, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO step (build, position, step_id, title, status, started_at,
          finished_at, exit_code, first_chunk, last_chunk)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        build.rawValue, index, stepID, title, status.rawValue, startedAt?.column,
        finishedAt?.column, exitCode, firstChunk, lastChunk,
      ])
  }
}
