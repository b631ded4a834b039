import BuildAPI
import BuildModel
import BuildSpool
import Foundation
import GRDB
import TestSupport
import Testing

@testable import BuildDatabase
@testable import BuildServer

/// A service whose disk has no room, or whose database says so.
@Suite struct DiskGuardTests {
  private static let trigger = #"{"hook_info":{"type":"bitrise"},"build_params":{}}"#

  @Test(arguments: Way.allCases)
  func `with too little room no build is taken, and all can be looked at`(way: Way) async throws {
    let bench = try await Bench { $0.leastFreeBytes = .max }
    let builds = Paths.builds(bench.app.slug)
    try await bench.call(way) { caller in
      let refusal = try await caller.post(builds, Self.trigger)
      let sentence = try refusal.refusal(507)
      #expect(sentence.hasPrefix("The disk that holds \(bench.parts.folder.url.path) is full"))
      #expect(try await caller.get(builds).status == 200)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: bench.parts.folder.spools.path)
    #expect(names.isEmpty)
  }

  @Test func `a database that cannot grow is told as a full disk, until it can`() async throws {
    let bench = try await Bench { $0.leastFreeBytes = 0 }
    let builds = Paths.builds(bench.app.slug)
    @Sendable func limit(_ pages: Int) async throws {
      try await bench.parts.store.database.write { database in
        try database.execute(sql: "PRAGMA max_page_count = \(pages)")
      }
    }
    let first = try await bench.makeBuild()
    try await limit(1)
    try await bench.call(.router) { caller in
      var answer = try await caller.post(builds, Self.trigger)
      // Pages that are there already, used or not, take some more.
      for _ in 1...400 where answer.status == 201 {
        answer = try await caller.post(builds, Self.trigger)
      }
      #expect(answer.status == 507)
      #expect(try answer.decode(ErrorBody.self).message.contains("is full"))
      #expect(try await caller.get(Paths.build(bench.app.slug, first.slug)).status == 200)
      try await limit(1_000_000)
      #expect(try await caller.post(builds, Self.trigger).status == 201)
    }
    let numbers = try await bench.parts.store.builds(
      BuildFilter(app: bench.app.slug), page: PageRequest(limit: 500)
    ).items.map(\.build.number)
    #expect(numbers == Array((1...numbers.count).reversed()))
  }

  @Test func `room is held back and given away when it is needed`() async throws {
    let folder = try TemporaryFolder()
    let disk = DiskGuard(folder: folder.url, leastFree: 1)
    let reserve = folder.url.appending(path: "reserve").path
    disk.hold()
    #expect(try FileManager.default.attributesOfItem(atPath: reserve)[.size] as? Int == 4 << 20)
    #expect(!disk.noticed(Bench.Missing(what: "something else")))
    #expect(FileManager.default.fileExists(atPath: reserve))
    #expect(disk.noticed(DatabaseError(resultCode: .SQLITE_FULL)))
    #expect(!FileManager.default.fileExists(atPath: reserve))
    DiskGuard(folder: folder.url, leastFree: .max).hold()
    #expect(!FileManager.default.fileExists(atPath: reserve))
  }
}
