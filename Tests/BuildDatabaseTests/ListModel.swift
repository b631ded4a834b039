import BuildModel
import Foundation
import GRDB
import TestSupport

@testable import BuildDatabase

/// What a list must be: every build read from its table, and each looked at.
struct ListModel {
  private var builds: [StoredBuild]
  private var owners: [AppSlug: UserSlug]

  init(_ store: BuildStore) async throws {
    (builds, owners) = try await store.database.read { database in
      let builds = try Row.fetchAll(
        database, sql: StoredBuild.selection + " ORDER BY build.id DESC"
      ).map(StoredBuild.init)
      let apps = try Row.fetchAll(database, sql: "SELECT slug, owner FROM app")
      let owners = apps.map { app in
        (AppSlug(rawValue: app["slug"]), UserSlug(rawValue: app["owner"]))
      }
      return (builds, Dictionary(uniqueKeysWithValues: owners))
    }
  }

  /// The slugs of the builds that pass, in the list's order.
  func slugs(_ filter: BuildFilter, seen: Set<AppSlug>) -> [String] {
    let passing = builds.map(\.build).filter { passes($0, filter, seen) }
    let parts =
      filter.isRunningFirst
      ? passing.filter { !$0.status.isFinished } + passing.filter { $0.status.isFinished }
      : passing
    return parts.map(\.slug.rawValue)
  }

  private func passes(_ build: Build, _ filter: BuildFilter, _ seen: Set<AppSlug>) -> Bool {
    let trigger: BuildFilter.Trigger =
      build.pullRequestID != nil ? .pullRequest : build.tag != nil ? .tag : .push
    let message = build.commitMessage?.lowercased() ?? ""
    func holds<Value: Equatable>(_ wanted: Value?, _ value: Value?) -> Bool {
      wanted == nil || wanted == value
    }
    let doubts = [
      holds(filter.app, build.app), filter.seenBy == nil || seen.contains(build.app),
      holds(filter.owner, owners[build.app]), filter.statuses?.contains(build.status) ?? true,
      holds(filter.workflow, build.workflow), holds(filter.branch, build.branch),
      filter.commitMessage.map { message.contains($0.lowercased()) } ?? true,
      holds(filter.number, build.number), holds(filter.trigger, trigger),
      holds(filter.pullRequest, build.pullRequestID ?? 0), holds(filter.isOnHold, build.isOnHold),
      filter.after.map { $0 <= build.triggeredAt } ?? true,
      filter.before.map { $0 > build.triggeredAt } ?? true,
    ]
    return !doubts.contains(false)
  }
}

/// Filters by chance, of values that the changes by chance use too.
struct ListChance {
  static let apps = ["a1", "a2", "a3"]
  static let workflows = ["primary", "deploy", "nightly"]
  static let branches = ["main", "develop", "feature/ä"]
  static let words = ["Fix", "LOGIN", "screen", "Größe", "50%", "a_b", "say \"hi\"", "c:\\x", "ΑΩ"]
  static let needles = [
    "fix", "login", "in", "I", "größe", "Ö", "%", "_", "a_", "\"", "\\", "50%", "say \"", "αω",
    "fix login", "n s", "nowhere", "zz",
  ]

  var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func one<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: values.indices, using: &random)]
  }

  mutating func happens(in times: Int) -> Bool { Int.random(in: 0..<times, using: &random) == 0 }

  mutating func filter(_ users: [UserSlug]) -> BuildFilter {
    var filter = BuildFilter()
    if happens(in: 3) { filter.app = AppSlug(rawValue: one(Self.apps + ["none"])) }
    if happens(in: 3) { filter.seenBy = one(users) }
    if happens(in: 6) { filter.owner = one(users) }
    if happens(in: 3) {
      filter.statuses = Set(one([[.queued, .running], [.failed], [], [.aborted]]))
    }
    if happens(in: 4) { filter.workflow = one(Self.workflows + ["none"]) }
    if happens(in: 4) { filter.branch = one(Self.branches + ["none"]) }
    if happens(in: 3) { filter.commitMessage = one(Self.needles) }
    if happens(in: 8) { filter.number = Int.random(in: 0...40, using: &random) }
    if happens(in: 6) { filter.trigger = one([.push, .tag, .pullRequest]) }
    if happens(in: 8) { filter.pullRequest = one([0, 1, 2, 999, -1, Int.max]) }
    if happens(in: 6) { filter.isOnHold = Bool.random(using: &random) }
    if happens(in: 4) { filter.after = time }
    if happens(in: 4) { filter.before = time }
    filter.isRunningFirst = happens(in: 2)
    return filter
  }

  /// A time that builds have, too: the clock goes to and fro.
  var time: Date {
    mutating get { .noon + Double(Int.random(in: 0...30, using: &random)) / 2 }
  }

  var message: String? {
    mutating get {
      happens(in: 5)
        ? nil
        : (0..<Int.random(in: 0...3, using: &random)).map { _ in
          one(Self.words)
        }.joined(separator: " ")
    }
  }
}
