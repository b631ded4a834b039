import GRDB

extension Schema {
  /// What the queue, rebuilds, rolling builds and kept machines need.
  static func addQueue(_ database: Database) throws {
    let known = try Set(database.columns(in: "build").map(\.name))
    for (name, definition) in buildColumns where !known.contains(name) {
      try database.execute(sql: "ALTER TABLE build ADD COLUMN \(name) \(definition)")
    }
    try database.execute(sql: keptIndex + rolling)
  }

  private static let buildColumns = [
    ("is_on_hold", "INTEGER NOT NULL DEFAULT 0"),
    ("pull_request_id", "INTEGER CHECK (pull_request_id BETWEEN 1 AND 4294967295)"),
    ("priority", "INTEGER NOT NULL DEFAULT 0 CHECK (priority BETWEEN -100 AND 100)"),
    // When the build was put on hold, since a hold ends by itself.
    ("held_at", "REAL"),
    // Of the part that its workflow rests on; to tell whether a rebuild runs the same.
    ("configuration_digest", "TEXT"),
    ("configuration_changed", "INTEGER"),
    ("commit_changed", "INTEGER"),
    // While a failed build's machine stands by.
    ("kept_until", "REAL"),
  ]

  private static let keptIndex = """
    CREATE INDEX build_kept ON build(id) WHERE kept_until IS NOT NULL;

    """

  // A row without a workflow stands for all workflows that have no row of their own.
  private static let rolling = """
    CREATE TABLE rolling_builds (
      app TEXT NOT NULL REFERENCES app(slug) ON DELETE CASCADE,
      kind TEXT NOT NULL,
      workflow TEXT NOT NULL,
      is_on INTEGER NOT NULL,
      PRIMARY KEY (app, kind, workflow)
    ) STRICT;
    """
}
