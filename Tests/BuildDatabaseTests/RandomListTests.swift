import BuildModel
import Foundation
import GRDB
import Testing

@testable import BuildDatabase

@Suite struct RandomListTests {
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `whatever has happened, every list is what a look at each build gives`(
    seed: UInt64
  ) async throws {
    let sample = try await SampleStore()
    var world = RandomWorld(sample, seed: seed)
    try await world.prepare()
    for _ in 1...40 {
      for _ in 1...12 { try await world.change() }
      let model = try await ListModel(sample.store)
      for _ in 1...12 { try await world.compareOneList(with: model) }
    }
  }
}

/// A store in which things happen by chance.
private struct RandomWorld {
  let sample: SampleStore
  var chance: ListChance
  var users: [User]
  var builds: [String] = []
  var made = 0
  var told = 0
  var roles: [UserSlug: Set<AppSlug>] = [:]

  init(_ sample: SampleStore, seed: UInt64) {
    self.sample = sample
    users = [sample.user]
    chance = ListChance(seed: seed)
  }

  mutating func prepare() async throws {
    let other = try await sample.store.user(named: "kim", orAddAs: UserSlug(rawValue: "u2"))
    users.append(other)
    for (app, owner) in zip(ListChance.apps, [users[0], users[0], other]) {
      _ = try await sample.store.register(.sample(app), owner: owner.slug)
      roles[owner.slug, default: []].insert(AppSlug(rawValue: app))
    }
  }

  mutating func change() async throws {
    let build = builds.isEmpty ? nil : chance.one(builds)
    switch (Int.random(in: 0..<12, using: &chance.random), build) {
    case (0...4, _), (_, nil): try await insert()
    case (5...6, let build?): try await tell(build, .started)
    case (7, let build?):
      try await tell(
        build, .prepared(isolation: .isolated, commitHash: "h", commitMessage: chance.message))
    case (8, let build?):
      let status = chance.one([BuildStatus.success, .failed, .aborted, .abortedWithSuccess])
      try await tell(build, .finished(status, failureReason: nil, abortReason: nil))
    case (9, let build?):
      let isOnHold = Bool.random(using: &chance.random)
      try await execute("UPDATE build SET is_on_hold = ? WHERE slug = ?", [isOnHold, build])
    case (10, let build?):
      let message = chance.message
      try await execute("UPDATE build SET commit_message = ? WHERE slug = ?", [message, build])
    case (_, let build?):
      try await execute("DELETE FROM build WHERE slug = ?", [build])
      builds.removeAll { $0 == build }
    }
  }

  private mutating func insert() async throws {
    made += 1
    var build = Build(
      slug: BuildSlug(rawValue: "b\(made)"), app: AppSlug(rawValue: chance.one(ListChance.apps)),
      appTitle: "", number: 0, status: .queued, workflow: chance.one(ListChance.workflows),
      branch: chance.happens(in: 5) ? nil : chance.one(ListChance.branches),
      triggeredAt: chance.time)
    build.commitMessage = chance.message
    build.tag = chance.happens(in: 4) ? "1.0" : nil
    build.pullRequestID = chance.happens(in: 4) ? chance.one([1, 2, 3]) : nil
    build.isOnHold = chance.happens(in: 6)
    builds.append(
      try await sample.store.insertBuild(build, parameters: "{}").build.slug.rawValue)
  }

  private mutating func tell(_ build: String, _ news: WorkerNews) async throws {
    told += 1
    _ = try await sample.tell(build, told, news)
  }

  private func execute(_ sql: String, _ arguments: StatementArguments) async throws {
    try await sample.store.database.write { try $0.execute(sql: sql, arguments: arguments) }
  }

  /// Reads one list page by page.
  mutating func compareOneList(with model: ListModel) async throws {
    let filter = chance.filter(users.map(\.slug))
    let seen = filter.seenBy.flatMap { roles[$0] } ?? []
    let expected = model.slugs(filter, seen: seen)
    let limit = chance.one([1, 3, 50])
    var found: [String] = []
    var next: String?
    repeat {
      let page = try await sample.store.builds(filter, page: PageRequest(limit: limit, next: next))
      try #require(page.total == expected.count, "\(filter)")
      try #require(page.items.count == limit || page.next == nil, "\(filter)")
      found += page.items.map(\.build.slug.rawValue)
      next = page.next
    } while next != nil
    try #require(found == expected, "\(filter)")
  }
}
