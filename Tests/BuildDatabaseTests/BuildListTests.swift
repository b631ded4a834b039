import BuildDatabase
import BuildModel
import Foundation
import Testing

@Suite struct BuildListTests {
  private static func filled() async throws -> SampleStore {
    let sample = try await SampleStore()
    _ = try await sample.store.register(.sample("a2"), owner: sample.user.slug)
    try await sample.insert("b1", workflow: "deploy", branch: "main", message: "Fix LOGIN")
    try await sample.insert("b2", branch: "feature")
    try await sample.insert("b3", branch: nil, tag: "1.0")
    try await sample.insert("c1", app: "a2")
    _ = try await sample.tell("b2", 1, .finished(.failed, failureReason: nil, abortReason: nil))
    return sample
  }

  private static func slugs(
    _ sample: SampleStore, _ change: (inout BuildFilter) -> Void
  ) async throws -> [String] {
    var filter = BuildFilter()
    change(&filter)
    return try await sample.store.builds(filter, page: PageRequest()).items
      .map(\.build.slug.rawValue)
  }

  @Test func `each filter keeps what it names`() async throws {
    let sample = try await Self.filled()
    #expect(try await Self.slugs(sample) { _ in } == ["c1", "b3", "b2", "b1"])
    #expect(try await Self.slugs(sample) { $0.app = sample.app.slug } == ["b3", "b2", "b1"])
    #expect(try await Self.slugs(sample) { $0.statuses = [.failed] } == ["b2"])
    #expect(try await Self.slugs(sample) { $0.statuses = [] }.isEmpty)
    #expect(try await Self.slugs(sample) { $0.workflow = "deploy" } == ["b1"])
    #expect(try await Self.slugs(sample) { $0.branch = "feature" } == ["b2"])
    #expect(try await Self.slugs(sample) { $0.commitMessage = "login" } == ["b1"])
    #expect(try await Self.slugs(sample) { $0.number = 2 } == ["b2"])
    #expect(try await Self.slugs(sample) { $0.trigger = .tag } == ["b3"])
    #expect(try await Self.slugs(sample) { $0.trigger = .push } == ["c1", "b2", "b1"])
    #expect(try await Self.slugs(sample) { $0.trigger = .pullRequest }.isEmpty)
    #expect(try await Self.slugs(sample) { $0.after = .noon + 1 }.isEmpty)
    #expect(try await Self.slugs(sample) { $0.before = .noon }.isEmpty)
    #expect(try await Self.slugs(sample) { $0.isRunningFirst = true } == ["c1", "b3", "b1", "b2"])
  }

  @Test func `a list holds only builds of apps with a role`() async throws {
    let sample = try await Self.filled()
    let other = try await sample.store.user(named: "kim", orAddAs: UserSlug(rawValue: "u2"))
    #expect(try await Self.slugs(sample) { $0.seenBy = other.slug }.isEmpty)
    try await sample.store.setRole(.tester, of: other.slug, in: AppSlug(rawValue: "a2"))
    #expect(try await Self.slugs(sample) { $0.seenBy = other.slug } == ["c1"])
  }

  @Test(arguments: [false, true], 1...5)
  func `pages of any size make up the whole list`(
    isRunningFirst: Bool, limit: Int
  ) async throws {
    let sample = try await Self.filled()
    var filter = BuildFilter()
    filter.isRunningFirst = isRunningFirst
    var seen: [String] = []
    var next: String?
    repeat {
      let page = try await sample.store.builds(filter, page: PageRequest(limit: limit, next: next))
      #expect(page.total == 4)
      #expect(page.items.count <= limit)
      seen += page.items.map(\.build.slug.rawValue)
      next = page.next
    } while next != nil
    #expect(
      seen == (isRunningFirst ? ["c1", "b3", "b1", "b2"] : ["c1", "b3", "b2", "b1"]))
  }

  @Test func `builds that come meanwhile do not shift the next page`() async throws {
    let sample = try await Self.filled()
    let first = try await sample.store.builds(BuildFilter(), page: PageRequest(limit: 2))
    try await sample.insert("b4")
    let second = try await sample.store.builds(
      BuildFilter(), page: PageRequest(limit: 2, next: first.next))
    #expect(second.items.map(\.build.slug.rawValue) == ["b2", "b1"])
    #expect(second.next == nil)
  }

  @Test func `a build that ends between two pages moves no other`() async throws {
    let sample = try await SampleStore()
    for place in 1...6 { try await sample.insert("b\(place)") }
    _ = try await sample.tell("b6", 1, .finished(.failed, failureReason: nil, abortReason: nil))
    var filter = BuildFilter()
    filter.isRunningFirst = true
    let first = try await sample.store.builds(filter, page: PageRequest(limit: 2))
    #expect(first.items.map(\.build.slug.rawValue) == ["b5", "b4"])
    // The next page begins with b3, which ends now.
    _ = try await sample.tell("b3", 1, .finished(.failed, failureReason: nil, abortReason: nil))
    let rest = try await sample.store.builds(filter, page: PageRequest(next: first.next))
    #expect(rest.items.map(\.build.slug.rawValue) == ["b2", "b1", "b6", "b3"])
  }

  @Test func `a cursor that names no build is refused`() async throws {
    let sample = try await SampleStore()
    await #expect(throws: UnknownCursor.self) {
      _ = try await sample.store.builds(BuildFilter(), page: PageRequest(next: "nothing"))
    }
  }
}
