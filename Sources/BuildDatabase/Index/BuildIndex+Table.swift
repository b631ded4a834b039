import GRDB

extension BuildIndex: ChangeFollowing {
  static func load(at change: Int64, _ database: Database) throws -> BuildIndex {
    var index = BuildIndex(change: change)
    let rows = try Row.fetchCursor(
      database, sql: ListedBuild.selection + " INDEXED BY build_listing ORDER BY id")
    while let row = try rows.next() { index.put(try ListedBuild(row)) }
    return index
  }

  static func builds(changedAfter change: Int64, _ database: Database) throws -> [Int64]? {
    try ChangeJournal.builds(changedAfter: change, database)
  }

  mutating func update(_ builds: [Int64], _ database: Database) throws {
    let statement = try database.cachedStatement(sql: ListedBuild.selection + " WHERE id = ?")
    for id in builds {
      if let build = try Row.fetchOne(statement, arguments: [id]).map(ListedBuild.init) {
        put(build)
      } else {
        remove(id)
      }
    }
  }
}
