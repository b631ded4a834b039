import BuildDatabase
import BuildModel
import Foundation
import GRDB
import TestSupport

/// A team with 50 apps, 20 workflows and 20,000 branches, of which `main` has half of all builds.
struct SampleTeam: Sendable {
  static let branchCount = 20_000

  let user: User
  let apps: [AppSlug]
  let workflows = (0..<20).map { "workflow-\($0)" }

  /// The team of the user who runs this, so that the service's own token sees it.
  init(store: BuildStore) async throws {
    let name = NSUserName().isEmpty ? "local" : NSUserName()
    user = try await store.user(named: name, orAddAs: UserSlug(rawValue: "0000000000000001"))
    apps = (0..<50).map { AppSlug(rawValue: String(format: "%016x", $0 + 1)) }
    for app in apps {
      _ = try await store.register(
        App(
          slug: app, title: "app \(app)", repository: "/projects/\(app)", defaultBranch: "main",
          createdAt: Date(timeIntervalSince1970: Self.start)), owner: user.slug)
    }
  }

  /// When the first build was triggered; a minute passes from each to the next.
  static let start = 1_600_000_000.0

  /// Adds builds as fast as the file takes them.
  func fill(_ file: URL, with count: Int) throws {
    let queue = try DatabaseQueue(path: file.path)
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA synchronous = OFF; PRAGMA cache_size = -400000")
      var builds = SampleBuilds(team: self, count: count)
      try database.inTransaction {
        let statement = try database.makeStatement(sql: SampleBuilds.insertion)
        for number in 0..<count { try statement.execute(arguments: builds.row(number)) }
        for app in apps {
          try database.execute(
            sql: """
              UPDATE app SET last_number =
                (SELECT coalesce(max(number), 0) FROM build WHERE build.app = app.slug)
              WHERE slug = ?
              """, arguments: [app.rawValue])
        }
        return .commit
      }
      try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    try queue.close()
  }
}

/// Rows of the table of builds, the same at each run.
struct SampleBuilds {
  static let insertion = """
    INSERT INTO build (slug, app, number, status, workflow, branch, tag, commit_hash,
      commit_message, triggered_by, triggered_at, started_at, prepared_at, finished_at, is_remote,
      stack, isolation, is_on_hold, pull_request_id, parameters, last_report)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 'linux', 'isolated', ?, ?, ?, 9)
    """

  let team: SampleTeam
  let count: Int
  private var random = SplitMix64(seed: 1)
  private var numbers: [Int]
  private let words: [String]

  init(team: SampleTeam, count: Int) {
    self.team = team
    self.count = count
    numbers = Array(repeating: 0, count: team.apps.count)
    var random = SplitMix64(seed: 2)
    words = (0..<4000).map { _ in
      String(
        (0..<Int.random(in: 4...9, using: &random)).compactMap { _ in
          "abcdefghijklmnopqrstuvwxyz".randomElement(using: &random)
        })
    }
  }

  mutating func row(_ place: Int) -> StatementArguments {
    // Apps differ in how much they build.
    let app = Int(
      Double.random(in: 0..<1, using: &random) * Double.random(in: 0..<1, using: &random)
        * Double(team.apps.count))
    numbers[app] += 1
    let branch = branch
    // What is built of `main` at night is never built of `develop`.
    let workflow =
      branch == "main" && Bool.random(using: &random)
      ? team.workflows[0] : team.workflows[Int.random(in: 1..<20, using: &random)]
    let isLast = place >= count - 40
    let status = isLast ? "running" : finishedStatus
    let message = message(place)
    let time = SampleTeam.start + Double(place) * 60
    let isPull = branch != "main" && Int.random(in: 0..<3, using: &random) == 0
    let isTag = branch == "main" && Int.random(in: 0..<50, using: &random) == 0
    return [
      slug, team.apps[app].rawValue, numbers[app], status, workflow, branch,
      isTag ? "v1.\(place)" : nil, String(format: "%040lx", place), message,
      "webhook-github/alex", time, time + 1, time + 5, isLast ? nil : time + 90,
      isLast && place % 10 == 0, isPull ? place / 10 + 1 : nil,
      #"{"branch":"\#(branch)","commit_message":"\#(message)","workflow_id":"\#(workflow)"}"#,
    ]
  }

  private var slug: String {
    mutating get {
      let high = random.next()
      let low = random.next()
      return String(format: "%016lx%016lx", high, low)
    }
  }

  private var branch: String {
    mutating get {
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<5: "main"
      case 5: "develop"
      default: "feature/\(Int.random(in: 0..<SampleTeam.branchCount, using: &random))"
      }
    }
  }

  private var finishedStatus: String {
    mutating get {
      switch Int.random(in: 0..<10_000, using: &random) {
      case 0: "aborted-with-success"
      case 1..<500: "aborted"
      case 500..<2500: "failed"
      default: "success"
      }
    }
  }

  private mutating func message(_ place: Int) -> String {
    let verb = ["Fix", "Add", "Remove", "Update", "Test"][Int.random(in: 0..<5, using: &random)]
    let first = words[Int.random(in: 0..<words.count, using: &random)]
    let second = words[Int.random(in: 0..<words.count, using: &random)]
    let rare = place % 100_000 == 7 ? " needle-in-hay" : ""
    return "\(verb) the \(first) of \(second)\(rare) (#\(place / 3))"
  }
}
