import GRDB

extension MessageTexts: ChangeFollowing {
  private static let selection = "SELECT id, commit_message FROM build"

  static func load(at change: Int64, _ database: Database) throws -> MessageTexts {
    var texts = MessageTexts(change: change)
    let rows = try Row.fetchCursor(database, sql: selection + " ORDER BY id")
    while let row = try rows.next() { try texts.append(row) }
    return texts
  }

  static func builds(changedAfter change: Int64, _ database: Database) throws -> [Int64]? {
    try ChangeJournal.messages(changedAfter: change, database)
  }

  mutating func update(_ builds: [Int64], _ database: Database) throws {
    let statement = try database.cachedStatement(sql: Self.selection + " WHERE id = ?")
    for id in builds {
      remove(id)
      if let row = try Row.fetchOne(statement, arguments: [id]) { try append(row) }
    }
  }

  private mutating func append(_ row: Row) throws {
    guard !row.hasNull(atIndex: 1) else { return }
    let text = try row.withUnsafeData(atIndex: 1) { data in
      data?.withUnsafeBytes(FoldedText.init(utf8:)) ?? FoldedText("")
    }
    append(text, of: row[0])
  }
}
