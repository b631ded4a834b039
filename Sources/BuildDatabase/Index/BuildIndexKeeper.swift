import GRDB
import Synchronization

/// Keeps the index, and brings it up to what a reader sees.
final class BuildIndexKeeper: Sendable {
  private let kept = Mutex<BuildIndex?>(nil)

  /// The index as of the reader's snapshot.
  ///
  /// - Throws: `SnapshotBehind` where somebody has brought it further already.
  func index<Result: Sendable>(
    at change: Int64, _ database: Database, _ body: (BuildIndex) throws -> Result
  ) throws -> Result {
    try kept.withLock { kept in
      // Taken out, so that no second reference makes every change a copy.
      var index = try kept.take() ?? Self.load(at: change, database)
      guard index.change <= change else {
        kept = index
        throw SnapshotBehind()
      }
      // Where this fails nothing is kept, and the next reader reads all anew.
      if index.change < change { try Self.bring(&index, to: change, database) }
      kept = index
      return try body(index)
    }
  }

  private static func bring(
    _ index: inout BuildIndex, to change: Int64, _ database: Database
  ) throws {
    guard let changed = try ChangeJournal.builds(changedAfter: index.change, database) else {
      index = try load(at: change, database)
      return
    }
    let statement = try database.cachedStatement(sql: ListedBuild.selection + " WHERE id = ?")
    for id in changed {
      if let build = try Row.fetchOne(statement, arguments: [id]).map(ListedBuild.init) {
        index.put(build)
      } else {
        index.remove(id)
      }
    }
    index.change = change
  }

  private static func load(at change: Int64, _ database: Database) throws -> BuildIndex {
    var index = BuildIndex(change: change)
    let rows = try Row.fetchCursor(
      database, sql: ListedBuild.selection + " INDEXED BY build_listing ORDER BY id")
    while let row = try rows.next() { index.put(try ListedBuild(row)) }
    return index
  }
}
