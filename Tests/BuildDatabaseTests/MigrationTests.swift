import BuildModel
import Foundation
import GRDB
import TestSupport
import Testing

@testable import BuildDatabase

@Suite struct MigrationTests {
  /// A file as the first release left it.
  private static func firstRelease(_ file: URL) throws {
    let queue = try DatabaseQueue(path: file.path)
    try Schema.migrator.migrate(queue, upTo: "1 apps, builds, windows")
    try queue.write { database in
      try database.execute(
        sql: """
          INSERT INTO user (slug, name) VALUES ('u1', 'alex');
          INSERT INTO app (slug, title, repository, default_branch, created_at, owner, last_number)
            VALUES ('a1', 'app', '/projects/a1', 'main', 1, 'u1', 2);
          INSERT INTO role (user, app, role) VALUES ('u1', 'a1', 'owner');
          INSERT INTO build (slug, app, number, status, workflow, branch, tag, commit_message,
            triggered_at, finished_at, is_remote, stack, isolation, parameters) VALUES
            ('b1', 'a1', 1, 'failed', 'primary', 'main', NULL, 'Fix the LOGIN', 10, 20, 0, 'linux',
              'isolated', '{}'),
            ('b2', 'a1', 2, 'queued', 'deploy', NULL, '1.0', NULL, 30, NULL, 0, 'linux',
              'unknown', '{}');
          """)
    }
    try queue.close()
  }

  @Test func `builds of the first release stand in every list`() async throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "db.sqlite")
    try Self.firstRelease(file)
    let store = try BuildStore(file: file)
    let lists: [(BuildFilter, [String])] = [
      (.with { _ in }, ["b2", "b1"]), (.with { $0.commitMessage = "login" }, ["b1"]),
      (.with { $0.branch = "main" }, ["b1"]), (.with { $0.trigger = .tag }, ["b2"]),
      (.with { $0.trigger = .push }, ["b1"]), (.with { $0.isOnHold = false }, ["b2", "b1"]),
      (.with { $0.pullRequest = 0 }, ["b2", "b1"]),
      (.with { $0.after = .init(timeIntervalSince1970: 11) }, ["b2"]),
      (.with { $0.statuses = [.failed] }, ["b1"]),
    ]
    for (filter, expected) in lists {
      let page = try await store.builds(filter, page: PageRequest())
      #expect(page.items.map(\.build.slug.rawValue) == expected, "\(filter)")
    }
    _ = try await store.record(
      WorkerReport(sequence: 1, at: .noon, news: .started), of: BuildSlug(rawValue: "b2"))
    let running = try await store.builds(.with { $0.statuses = [.running] }, page: PageRequest())
    #expect(running.items.map(\.build.slug.rawValue) == ["b2"])
  }
}

extension BuildFilter {
  fileprivate static func with(_ change: (inout BuildFilter) -> Void) -> BuildFilter {
    var filter = BuildFilter()
    change(&filter)
    return filter
  }
}
