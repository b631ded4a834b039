import BuildModel
import GRDB

extension BuildStore {
  /// A page of the builds that pass the filter, newest first.
  package func builds(
    _ filter: BuildFilter, page: PageRequest
  ) async throws -> StoredPage<StoredBuild> {
    while true {
      do {
        return try await database.read { try self.builds(filter, page, $0) }
      } catch is SnapshotBehind { continue }
    }
  }

  /// Reads into memory what makes lists quick, so that nobody has to wait for it.
  package func prepareLists() async throws {
    var filter = BuildFilter()
    _ = try await builds(filter, page: PageRequest(limit: 1))
    filter.commitMessage = "a"
    _ = try await builds(filter, page: PageRequest(limit: 1))
  }

  private func builds(
    _ filter: BuildFilter, _ page: PageRequest, _ database: Database
  ) throws -> StoredPage<StoredBuild> {
    let cursor = try page.next.map { try ListCursor($0, filter, database) }
    let change = try ChangeJournal.last(database)
    let apps = try filter.apps(database)
    let ids = try candidates(filter, at: change, database)
    // One part after the other; a list in the order of ids has one only.
    let parts =
      filter.isRunningFirst
      ? [filter.narrowed(toFinished: false), filter.narrowed(toFinished: true)] : [filter]
    let scans = try index.read(at: change, database) { index in
      parts.map { index.scan(for: $0, apps: apps, among: ids) }
    }
    var total = 0
    var found: [ListCursor] = []
    for (part, scan) in scans.enumerated() {
      let newest = cursor.map { $0.part == part ? $0.id : $0.part < part ? .max : 0 } ?? .max
      let passing = scan.run(limit: page.limit + 1 - found.count, from: newest)
      total += passing.total
      found += passing.ids.map { ListCursor(part: part, id: $0) }
    }
    let builds = try found.map { try Self.build(id: $0.id, database) }
    let next = found.dropFirst(page.limit).first?.text(filter, builds[page.limit].build.slug)
    return StoredPage(items: Array(builds.prefix(page.limit)), total: total, next: next)
  }

  /// The only builds that can pass, where the database knows better than the index.
  private func candidates(
    _ filter: BuildFilter, at change: Int64, _ database: Database
  ) throws -> IdSet? {
    if let number = filter.number {
      let ids = try Int64.fetchAll(
        database.cachedStatement(
          sql: """
            SELECT id FROM build WHERE number = ? AND app IN (SELECT slug FROM app)
            """), arguments: [number])
      guard let text = filter.commitMessage else { return IdSet(ids) }
      let messages = try builds(holding: text, at: change, database)
      return IdSet(ids.filter { messages.contains($0) })
    }
    return try filter.commitMessage.map { try builds(holding: $0, at: change, database) }
  }

  /// The builds whose message holds a text, in whatever case.
  private func builds(
    holding text: String, at change: Int64, _ database: Database
  ) throws -> IdSet {
    // Every message holds the empty text.
    guard let needle = TextNeedle(text) else {
      return IdSet(
        try Int64.fetchAll(
          database, sql: "SELECT id FROM build WHERE commit_message IS NOT NULL"))
    }
    // Looked through outside the lock, so that nobody else waits.
    return try messages.read(at: change, database) { $0 }.ids(holding: needle)
  }

  private static func build(id: Int64, _ database: Database) throws -> StoredBuild {
    let statement = try database.cachedStatement(
      sql: StoredBuild.selection + " WHERE build.id = ?")
    guard let row = try Row.fetchOne(statement, arguments: [id]) else {
      throw StoreError(description: "the index of builds holds one that is not there: \(id)")
    }
    return try StoredBuild(row)
  }
}

extension BuildFilter {
  /// The apps that a build must be of; nil for any.
  fileprivate func apps(_ database: Database) throws -> Set<String>? {
    var apps = app.map { Set([$0.rawValue]) }
    if let seenBy {
      let seen = try String.fetchSet(
        database.cachedStatement(sql: "SELECT app FROM role WHERE user = ?"),
        arguments: [seenBy.rawValue])
      apps = apps?.intersection(seen) ?? seen
    }
    if let owner {
      let owned = try String.fetchSet(
        database.cachedStatement(sql: "SELECT slug FROM app WHERE owner = ?"),
        arguments: [owner.rawValue])
      apps = apps?.intersection(owned) ?? owned
    }
    return apps
  }
}

/// Where a page begins: at a build, in a part of the list.
private struct ListCursor {
  /// What the cursor of a build begins with that stands among those that run.
  private static let running = "running-"

  /// 0 for the list's first part.
  var part: Int
  var id: Int64

  init(part: Int, id: Int64) {
    self.part = part
    self.id = id
  }

  // The part stands in the text: by the time of the next page the build may have moved.
  init(_ text: String, _ filter: BuildFilter, _ database: Database) throws {
    let isRunning = filter.isRunningFirst && text.hasPrefix(Self.running)
    part = filter.isRunningFirst && !isRunning ? 1 : 0
    let slug = isRunning ? String(text.dropFirst(Self.running.count)) : text
    guard
      let id = try Int64.fetchOne(
        database.cachedStatement(sql: "SELECT id FROM build WHERE slug = ?"), arguments: [slug])
    else { throw UnknownCursor(next: text) }
    self.id = id
  }

  func text(_ filter: BuildFilter, _ build: BuildSlug) -> String {
    filter.isRunningFirst && part == 0 ? Self.running + build.rawValue : build.rawValue
  }
}
