package import BuildModel
package import Foundation
import GRDB

extension BuildStore {
  /// Puts a build that waits on hold, or lets it go on.
  ///
  /// - Parameter time: when the hold began; nil for none.
  /// - Returns: whether the build was still waiting.
  package func setHold(of build: BuildSlug, since time: Date?) async throws -> Bool {
    try await database.write { database in
      try database.execute(
        literal: """
          UPDATE build SET is_on_hold = \(time != nil), held_at = \(time?.column)
          WHERE slug = \(build.rawValue) AND status = 'queued'
          """)
      return database.changesCount == 1
    }
  }

  /// Since when a build is on hold; nil where it is not.
  package func heldSince(_ build: BuildSlug) async throws -> Date? {
    try await database.read { database in
      try Row.fetchOne(
        database, sql: "SELECT held_at FROM build WHERE slug = ? AND is_on_hold",
        arguments: [build.rawValue])?.time("held_at")
    }
  }

  /// The digest of the configuration that a build ran; nil where an earlier program ran it.
  package func configurationDigest(of build: BuildSlug) async throws -> String? {
    try await database.read { database in
      try String.fetchOne(
        database, sql: "SELECT configuration_digest FROM build WHERE slug = ?",
        arguments: [build.rawValue])
    }
  }

  /// Gives a build a window that waits for its machine, where it has none, and writes down the
  /// order that its worker is to get.
  ///
  /// - Parameter publicKeys: what opens the door besides its password.
  /// - Returns: the order; nil where the build has a window.
  package func openWindow(
    of build: BuildSlug, grace: TimeInterval, publicKeys: [String]
  ) async throws -> WaitingOrder? {
    try await database.write { database in
      guard try Self.window(of: build, database) == nil else { return nil }
      try AccessWindow(grace: grace).write(of: build, database)
      try database.execute(
        literal: "UPDATE build SET is_remote = 1 WHERE slug = \(build.rawValue)")
      return try Self.keep(.openWindow(publicKeys: publicKeys), to: build, database)
    }
  }

  static func keepNoLonger(_ build: BuildSlug, _ database: Database) throws {
    try database.execute(
      literal: """
        UPDATE build SET kept_until = NULL
        WHERE slug = \(build.rawValue) AND kept_until IS NOT NULL
        """)
  }
}
