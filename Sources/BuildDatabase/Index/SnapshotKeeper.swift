import GRDB
import Synchronization

/// What is known of all builds in memory, and can follow the tables.
protocol ChangeFollowing: Sendable {
  /// The number of the last change that is in it.
  var change: Int64 { get set }

  /// Reads all builds.
  static func load(at change: Int64, _ database: Database) throws -> Self

  /// The builds of which something else is to be known since a change; nil where the journal does
  /// not reach back so far.
  static func builds(changedAfter change: Int64, _ database: Database) throws -> [Int64]?

  /// Takes builds as they are now, or gone.
  mutating func update(_ builds: [Int64], _ database: Database) throws
}

/// Keeps what is known in memory, and brings it up to what a reader sees.
final class SnapshotKeeper<Kept: ChangeFollowing>: Sendable {
  private let kept = Mutex<Kept?>(nil)

  /// What is known as of the reader's snapshot.
  ///
  /// - Throws: `SnapshotBehind` where somebody has brought it further already.
  func read<Result: Sendable>(
    at change: Int64, _ database: Database, _ body: (Kept) throws -> Result
  ) throws -> Result {
    try kept.withLock { kept in
      // Taken out, so that no second reference makes every change a copy.
      var current = try kept.take() ?? Kept.load(at: change, database)
      guard current.change <= change else {
        kept = current
        throw SnapshotBehind()
      }
      // Where this fails nothing is kept, and the next reader reads all anew.
      if current.change < change { try Self.bring(&current, to: change, database) }
      kept = current
      return try body(current)
    }
  }

  private static func bring(
    _ current: inout Kept, to change: Int64, _ database: Database
  ) throws {
    guard let changed = try Kept.builds(changedAfter: current.change, database) else {
      current = try Kept.load(at: change, database)
      return
    }
    try current.update(changed, database)
    current.change = change
  }
}
