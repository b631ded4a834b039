import GRDB
import Synchronization

/// Keeps the builds' messages in memory, and brings them up to what a reader sees.
final class MessageKeeper: Sendable {
  private static let selection = "SELECT id, commit_message FROM build"

  private let kept = Mutex<MessageTexts?>(nil)

  /// The builds whose message holds the text, as of the reader's snapshot.
  ///
  /// - Throws: `SnapshotBehind` where somebody has brought the messages further already.
  func builds(holding text: String, at change: Int64, _ database: Database) throws -> IdSet {
    // A message without any text holds the empty one, as every message does.
    guard let needle = TextNeedle(text) else {
      return IdSet(
        try Int64.fetchAll(
          database, sql: "SELECT id FROM build WHERE commit_message IS NOT NULL"))
    }
    let texts = try kept.withLock { kept in
      // Taken out, so that no second reference makes every change a copy.
      var texts = try kept.take() ?? Self.load(at: change, database)
      guard texts.change <= change else {
        kept = texts
        throw SnapshotBehind()
      }
      // Where this fails nothing is kept, and the next reader reads all anew.
      if texts.change < change { try Self.bring(&texts, to: change, database) }
      kept = texts
      return texts
    }
    return texts.ids(holding: needle)
  }

  private static func bring(
    _ texts: inout MessageTexts, to change: Int64, _ database: Database
  ) throws {
    guard let changed = try ChangeJournal.messages(changedAfter: texts.change, database) else {
      texts = try load(at: change, database)
      return
    }
    let statement = try database.cachedStatement(sql: selection + " WHERE id = ?")
    for id in changed {
      texts.remove(id)
      if let row = try Row.fetchOne(statement, arguments: [id]) { try append(row, to: &texts) }
    }
    texts.change = change
  }

  private static func load(at change: Int64, _ database: Database) throws -> MessageTexts {
    var texts = MessageTexts(change: change)
    let rows = try Row.fetchCursor(database, sql: selection + " ORDER BY id")
    while let row = try rows.next() { try append(row, to: &texts) }
    return texts
  }

  private static func append(_ row: Row, to texts: inout MessageTexts) throws {
    guard !row.hasNull(atIndex: 1) else { return }
    let text = try row.withUnsafeData(atIndex: 1) { data in
      data?.withUnsafeBytes(FoldedText.init(utf8:)) ?? FoldedText("")
    }
    texts.append(text, of: row[0])
  }
}
