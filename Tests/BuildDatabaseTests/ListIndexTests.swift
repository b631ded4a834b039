import BuildModel
import Foundation
import GRDB
import TestSupport
import Testing

@testable import BuildDatabase

@Suite struct ListIndexTests {
  private static func slugs(
    _ store: BuildStore, _ change: (inout BuildFilter) -> Void = { _ in }
  ) async throws -> [String] {
    var filter = BuildFilter()
    change(&filter)
    let page = try await store.builds(filter, page: PageRequest())
    #expect(page.total == page.items.count)
    return page.items.map(\.build.slug.rawValue)
  }

  @Test func `ids may lie far apart`() async throws {
    let sample = try await SampleStore()
    let ids: [Int64] = [9063, 9064, 12_287, 12_288, 20_000, 1_000_000, 5_000_000]
    // The table of sequences has no row before the first build.
    try await sample.insert("b0")
    try await sample.store.database.write { try $0.execute(sql: "DELETE FROM build") }
    for id in ids {
      try await sample.store.database.write { database in
        try database.execute(
          literal: """
            INSERT OR REPLACE INTO sqlite_sequence (rowid, name, seq)
              SELECT rowid, 'build', \(id - 1) FROM sqlite_sequence WHERE name = 'build'
            """)
      }
      try await sample.insert("b\(id)", message: "needle")
    }
    let newestFirst = ids.reversed().map { "b\($0)" }
    #expect(try await Self.slugs(sample.store) == newestFirst)
    #expect(try await Self.slugs(sample.store) { $0.commitMessage = "needle" } == newestFirst)
    // Older than all that the index knows of.
    try await sample.store.database.write {
      try $0.execute(
        sql: """
          INSERT INTO build (id, slug, app, number, status, workflow, commit_message, triggered_at,
            is_remote, stack, isolation, parameters)
          VALUES (5, 'b5', 'a1', 99, 'queued', 'primary', 'needle', 0, 0, 'linux', 'unknown', '{}')
          """)
    }
    #expect(try await Self.slugs(sample.store) == newestFirst + ["b5"])
    #expect(
      try await Self.slugs(sample.store) { $0.commitMessage = "needle" } == newestFirst + ["b5"])
  }

  @Test func `a time range holds when the clock has gone back`() async throws {
    let sample = try await SampleStore()
    for (place, offset) in [0, 50, 10, 40, 20].enumerated() {
      try await sample.insert("b\(place)", at: .noon + Double(offset))
    }
    let found = try await Self.slugs(sample.store) {
      $0.after = .noon + 10
      $0.before = .noon + 40
    }
    #expect(found == ["b4", "b2"])
  }

  @Test func `a change that was taken back changes no list`() async throws {
    struct FullDisk: Error {}
    let sample = try await SampleStore()
    try await sample.insert("b1", message: "one")
    #expect(try await Self.slugs(sample.store) == ["b1"])
    await #expect(throws: FullDisk.self) {
      _ = try await sample.store.insertBuild(
        try #require(try await sample.build("b1")).renamed("b2"), parameters: "{}"
      ) { _, _ in throw FullDisk() }
    }
    #expect(try await Self.slugs(sample.store) == ["b1"])
    #expect(try await Self.slugs(sample.store) { $0.commitMessage = "one" } == ["b1"])
  }

  @Test func `who falls behind the journal reads everything anew`() async throws {
    let sample = try await SampleStore()
    try await sample.insert("b1", message: "first")
    try await sample.insert("b2", message: "first")
    #expect(try await Self.slugs(sample.store) { $0.commitMessage = "first" } == ["b2", "b1"])
    try await sample.store.database.write { database in
      try database.execute(
        sql: """
          DELETE FROM build WHERE slug = 'b1';
          UPDATE build SET commit_message = 'second', status = 'failed';
          """)
    }
    try await sample.insert("b3", message: "first")
    try await sample.store.database.write {
      try $0.execute(
        sql: "DELETE FROM build_change WHERE number < (SELECT max(number) FROM build_change)")
    }
    #expect(try await Self.slugs(sample.store) == ["b3", "b2"])
    #expect(try await Self.slugs(sample.store) { $0.statuses = [.failed] } == ["b2"])
    #expect(try await Self.slugs(sample.store) { $0.commitMessage = "first" } == ["b3"])
  }

  @Test func `the journal keeps the latest hundred thousand changes`() async throws {
    let sample = try await SampleStore()
    try await sample.store.database.write {
      try $0.execute(
        sql:
          "INSERT INTO build_change (number, build, is_message) VALUES (7, 1, 0), (1000007, 1, 0)")
    }
    let numbers = try await sample.store.database.read {
      try Int.fetchAll($0, sql: "SELECT number FROM build_change")
    }
    #expect(numbers == [1_000_007])
  }

  @Test func `builds of an app that goes leave every list`() async throws {
    let sample = try await SampleStore()
    _ = try await sample.store.register(.sample("a2"), owner: sample.user.slug)
    try await sample.insert("b1", message: "word")
    try await sample.insert("c1", app: "a2", message: "word")
    #expect(try await Self.slugs(sample.store) { $0.commitMessage = "word" } == ["c1", "b1"])
    try await sample.store.database.write {
      try $0.execute(sql: "DELETE FROM app WHERE slug = 'a2'")
    }
    #expect(try await Self.slugs(sample.store) == ["b1"])
    #expect(try await Self.slugs(sample.store) { $0.commitMessage = "word" } == ["b1"])
  }

}

extension Build {
  fileprivate func renamed(_ slug: String) -> Build {
    var build = self
    build.slug = BuildSlug(rawValue: slug)
    return build
  }
}
