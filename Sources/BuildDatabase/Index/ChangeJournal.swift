import GRDB

/// The table in which triggers write down which builds have changed, whoever changed them.
///
/// It is written in the changes' own transactions, so a reader of a snapshot finds in it all that
/// tells this snapshot from an earlier one. It keeps the latest changes only.
enum ChangeJournal {
  static func last(_ database: Database) throws -> Int64 {
    try Int64.fetchOne(
      database.cachedStatement(sql: "SELECT max(number) FROM build_change")) ?? 0
  }

  /// The builds that have changed since; nil where the journal does not reach back so far.
  static func builds(changedAfter change: Int64, _ database: Database) throws -> [Int64]? {
    try builds("SELECT DISTINCT build FROM build_change WHERE number > ?", change, database)
  }

  /// The builds whose commit message has come, changed or gone since, in the order of their ids.
  static func messages(changedAfter change: Int64, _ database: Database) throws -> [Int64]? {
    try builds(
      "SELECT DISTINCT build FROM build_change WHERE number > ? AND is_message ORDER BY build",
      change, database)
  }

  private static func builds(
    _ sql: String, _ change: Int64, _ database: Database
  ) throws -> [Int64]? {
    let first = try Int64.fetchOne(
      database.cachedStatement(sql: "SELECT min(number) FROM build_change"))
    if let first, change < first - 1 { return nil }
    return try Int64.fetchAll(database.cachedStatement(sql: sql), arguments: [change])
  }
}

/// What is kept in memory has seen more than a reader's snapshot: to be tried on a new one.
struct SnapshotBehind: Error {}
