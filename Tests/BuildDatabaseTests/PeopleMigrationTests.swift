import BuildModel
import Foundation
import GRDB
import TestSupport
import Testing

@testable import BuildDatabase

/// A database of the first released version, brought up to date.
@Suite struct PeopleMigrationTests {
  private static func makeFirstVersion(_ file: URL) throws {
    let queue = try DatabaseQueue(path: file.path)
    try Schema.migrator.migrate(queue, upTo: "1 apps, builds, windows")
    try queue.write { database in
      try database.execute(
        sql: """
          INSERT INTO user (slug, name) VALUES ('u9', 'first'), ('u1', 'second');
          INSERT INTO token (hash, user, created_at) VALUES ('aa', 'u9', 5), ('bb', 'u1', 6);
          INSERT INTO app (slug, title, repository, default_branch, created_at, owner)
            VALUES ('a1', 'app a1', '/projects/a1', 'main', 1800000000, 'u1');
          INSERT INTO role (user, app, role) VALUES ('u1', 'a1', 'owner');
          """)
    }
    try queue.close()
  }

  @Test func `the oldest user becomes the administrator, and every token stays good`()
    async throws
  {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "old.sqlite")
    try Self.makeFirstVersion(file)
    let store = try BuildStore(file: file)
    let first = try #require(try await store.token(hash: "aa")).token
    let second = try #require(try await store.token(hash: "bb")).token
    #expect(first.user == User(slug: UserSlug(rawValue: "u9"), name: "first", isAdmin: true))
    #expect(second.user == User(slug: UserSlug(rawValue: "u1"), name: "second"))
    #expect(first.createdAt == Date(timeIntervalSince1970: 5))
    #expect(first.id != second.id && first.id.rawValue.count == 16)
    #expect(first.expiresAt == nil && first.lastUsedAt == nil)
    #expect(try await store.app(AppSlug(rawValue: "a1"))?.owner == second.user)
    #expect(try await store.audit(AuditFilter(), page: PageRequest()).items.isEmpty)
  }
}
