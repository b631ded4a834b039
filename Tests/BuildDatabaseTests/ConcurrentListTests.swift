import BuildModel
import Foundation
import TestSupport
import Testing

@testable import BuildDatabase

@Suite struct ConcurrentListTests {
  /// Builds change all the time, and every list is one moment's.
  @Test func `no list mixes two moments, however many read while builds change`() async throws {
    let folder = try TemporaryFolder()
    let store = try BuildStore(file: folder.url.appending(path: "db.sqlite"))
    let sample = try await SampleStore(store)
    for place in 0..<20 { try await sample.insert("b\(place)", message: "even") }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for round in 1...150 {
          let slug = "b\(round % 20)"
          // In one transaction: so many builds are running as messages are odd.
          try await store.database.write { database in
            try database.execute(
              literal: """
                UPDATE build SET
                  status = CASE status WHEN 'running' THEN 'queued' ELSE 'running' END,
                  commit_message = CASE status WHEN 'running' THEN 'even' ELSE 'odd!' END
                WHERE slug = \(slug)
                """)
          }
        }
      }
      for reader in 1...4 {
        group.addTask {
          var filter = BuildFilter()
          filter.statuses = [.running]
          if reader % 2 == 0 { filter.commitMessage = "odd" }
          for _ in 1...100 {
            let page = try await store.builds(filter, page: PageRequest())
            #expect(page.items.allSatisfy { $0.build.status == .running })
            #expect(page.items.allSatisfy { $0.build.commitMessage == "odd!" })
            #expect(page.total == page.items.count)
          }
        }
      }
      try await group.waitForAll()
    }
  }
}
