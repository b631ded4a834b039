import BuildDatabase
import BuildModel
import Foundation
import GRDB
import TestSupport
import Testing

@Suite struct PeopleAndAppsTests {
  @Test func `a user of the same name is the same user`() async throws {
    let sample = try await SampleStore()
    let again = try await sample.store.user(named: "alex", orAddAs: UserSlug(rawValue: "u9"))
    #expect(again == sample.user)
  }

  @Test func `who registers an app owns it, and the same repository is the same app`()
    async throws
  {
    let sample = try await SampleStore()
    var twin = App.sample("a9")
    twin.repository = sample.app.repository
    #expect(try await sample.store.register(twin, owner: sample.user.slug) == sample.app)
    let seen = try await sample.store.app(sample.app.slug, seenBy: sample.user.slug)
    #expect(seen?.app == sample.app)
    #expect(seen?.role == .owner)
    #expect(seen?.owner == sample.user)
    let other = try await sample.store.user(named: "kim", orAddAs: UserSlug(rawValue: "u2"))
    #expect(try await sample.store.app(sample.app.slug, seenBy: other.slug) == nil)
  }

  @Test func `apps come by their last build, or newest first`() async throws {
    let sample = try await SampleStore()
    _ = try await sample.store.register(.sample("a2"), owner: sample.user.slug)
    try await sample.insert("b1")
    func slugs(_ order: AppOrder, _ page: PageRequest = PageRequest()) async throws -> [String] {
      try await sample.store.apps(seenBy: sample.user.slug, order: order, page: page).items
        .map(\.app.slug.rawValue)
    }
    #expect(try await slugs(.lastBuild) == ["a1", "a2"])
    #expect(try await slugs(.newest) == ["a2", "a1"])
    #expect(try await slugs(.newest, PageRequest(limit: 1, next: "a1")) == ["a1"])
  }

  @Test func `a file keeps everything and is in WAL mode`() async throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "db.sqlite")
    do {
      let store = try BuildStore(file: file)
      let user = try await store.user(named: "alex", orAddAs: UserSlug(rawValue: "u1"))
      _ = try await store.register(.sample("a1"), owner: user.slug)
      try store.close()
    }
    let store = try BuildStore(file: file)
    #expect(try await store.app(AppSlug(rawValue: "a1"))?.app == .sample("a1"))
    let mode = try await DatabaseQueue(path: file.path).read {
      try String.fetchOne($0, sql: "PRAGMA journal_mode")
    }
    #expect(mode == "wal")
  }
}
