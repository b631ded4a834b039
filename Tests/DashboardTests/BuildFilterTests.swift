import BuildModel
import Foundation
import Testing

@testable import Dashboard

struct BuildFilterTests {
  private static let builds: [Build] = {
    var builds = [
      Scenes.build(1, .success, workflow: "test", minutesAgo: 3000),
      Scenes.build(2, .failed, workflow: "test", minutesAgo: 60, isRemote: true),
      Scenes.build(3, .running, workflow: "deploy", minutesAgo: 5, rebuildOf: 1),
      Scenes.build(4, .aborted, workflow: "nightly", minutesAgo: 2),
    ]
    builds[0].triggeredBy = "manual-ana"
    builds[1].triggeredBy = "Rebuild of 1 by ben"
    builds[1].branch = "feature/prices-2"
    builds[2].tag = "v1.2"
    builds[2].commitMessage = "Ship it\n\nRound prices up in the small print."
    builds[3].appTitle = "shop"
    return builds
  }()

  private func found(_ text: String) throws -> [Int] {
    let filter = try BuildFilter(text)
    let surroundings = BuildFilter.Surroundings(
      now: Scenes.start, me: "ana", open: [BuildSlug(rawValue: "b2")],
      pinned: [BuildSlug(rawValue: "b4")])
    return Self.builds.filter { filter.matches($0, surroundings) }.map(\.number)
  }

  @Test(
    arguments: [
      ("", [1, 2, 3, 4]), ("rpu", [1, 2, 4]), ("ship", [3]), ("#3", [3]), ("nightly shop", [4]),
      ("status:failed", [2]), ("status:failed,aborted", [2, 4]), ("-status:failed", [1, 3, 4]),
      ("status:fin", [1, 2, 4]), ("branch:main", [1, 3, 4]), ("branch:=main", [1, 3, 4]),
      ("branch:feat", [2]), ("branch:=feat", []), ("branch:*prices*", [2]), ("!branch:main", [2]),
      ("workflow:test", [1, 2]), ("app:SHOP", [4]), ("tag:v1", [3]), ("message:*print*", [3]),
      ("by:me", [1]), ("by:ben", [2]), ("age:<2h", [2, 3, 4]), ("age:>1d", [1]),
      ("age:10m", [3, 4]),
      ("took:>1m", [3]), ("number:>2", [3, 4]), ("number:3", [3]), ("is:remote", [2]),
      ("is:open", [2]), ("is:running", [3]), ("is:rebuild", [3]), ("is:pinned", [4]),
      ("-is:finished", [3]), ("status:failed branch:feat age:<2d is:remote by:ben", [2]),
      ("status: branch: age:< is:", [1, 2, 3, 4]), ("message:\"Ship it*\"", [3]),
    ] as [(String, [Int])])
  func `words and fields choose builds`(text: String, numbers: [Int]) throws {
    #expect(try found(text) == numbers)
  }

  @Test(arguments: [
    ("colour:red", "there is no field colour; there are age, app, branch, by, commit, is,"),
    ("status:lost", "there is no status lost; there are aborted, failed, finished,"),
    ("is:odd", "is: takes remote, open, running, finished, rebuild, pinned"),
    ("age:<soon", "soon is no time; like age:<2d or age:>5m"),
    ("number:x", "x is no number; like number:>120"),
  ])
  func `a mistake is told with what would be right`(text: String, sentence: String) throws {
    let mistake = try #require(throws: BuildFilter.Mistake.self) { try BuildFilter(text) }
    #expect(mistake.sentence.hasPrefix(sentence), "\(mistake.sentence)")
  }

  @Test func `what was found stands out, and what was ruled out does not`() throws {
    #expect(try BuildFilter("rpu").highlights(in: "Round prices up") == [0, 6, 13])
    #expect(try BuildFilter("!rpu branch:main").highlights(in: "Round prices up").isEmpty)
  }

  @Test func `the service is asked for what it knows of a filter`() throws {
    func query(_ text: String) throws -> BuildQuery? {
      BuildQuery(try BuildFilter(text), now: Scenes.start)
    }
    var wanted = BuildQuery()
    wanted.branch = "main"
    wanted.workflow = "test"
    wanted.status = .failed
    wanted.message = "price"
    #expect(try query("branch:main workflow:test status:failed price") == wanted)
    #expect(try query("is:remote by:me -branch:main branch:ma* status:failed,running pr") == nil)
    let age = try #require(try query("age:<2d"))
    let span = Scenes.start.timeIntervalSince(try #require(age.after))
    #expect((172_800..<172_860).contains(span))
    #expect(try query("age:<2d") == age)
  }
}
