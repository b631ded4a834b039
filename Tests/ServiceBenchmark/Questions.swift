import BuildDatabase
import BuildModel
import Foundation

/// One list to ask for.
struct Question {
  var name: String
  var filter: BuildFilter
  /// Where the page begins: behind this share of all builds.
  var depth = 0.0

  /// The cursor of the page.
  func next(_ store: BuildStore) async throws -> String? {
    guard depth > 0 else { return nil }
    var before = BuildFilter()
    let all = try await store.builds(before, page: PageRequest(limit: 1)).total
    before.before = Date(
      timeIntervalSince1970: SampleTeam.start + Double(all) * (1 - depth) * 60)
    return try await store.builds(before, page: PageRequest(limit: 1)).items.first?
      .build.slug.rawValue
  }
}

extension StoreFigures {
  /// Lists that people look at, and lists that are hard to find.
  var questions: [Question] {
    func ask(
      _ name: String, depth: Double = 0, _ change: (inout BuildFilter) -> Void
    ) -> Question {
      var filter = BuildFilter(seenBy: team.user.slug)
      change(&filter)
      return Question(name: name, filter: filter, depth: depth)
    }
    let app = team.apps[0]
    let third = Date(timeIntervalSince1970: SampleTeam.start + 20_000_000)
    let half = Date(timeIntervalSince1970: SampleTeam.start + 30_000_000)
    return [
      ask("all apps") { _ in },
      ask("one app") { $0.app = app },
      ask("all apps, at the far end", depth: 0.999) { _ in },
      ask("one app, in the middle", depth: 0.5) { $0.app = app },
      ask("running first") { $0.isRunningFirst = true },
      ask("failed") { $0.statuses = [.failed] },
      ask("one app, branch main, failed") {
        $0.app = app
        $0.branch = "main"
        $0.statuses = [.failed]
      },
      ask("branch main, rarest status") {
        $0.branch = "main"
        $0.statuses = [.abortedWithSuccess]
      },
      ask("a workflow and a branch that never meet") {
        $0.workflow = team.workflows[0]
        $0.branch = "develop"
      },
      ask("one of 20,000 branches") { $0.branch = "feature/4711" },
      ask("pull requests") { $0.trigger = .pullRequest },
      ask("one pull request") { $0.pullRequest = 4711 },
      ask("tags of one app") {
        $0.app = app
        $0.trigger = .tag
      },
      ask("on hold") { $0.isOnHold = true },
      ask("build number 1000") { $0.number = 1000 },
      ask("a sixth of all time, failed") {
        $0.after = third
        $0.before = half
        $0.statuses = [.failed]
      },
      ask("a time, a branch, a workflow, a status, deep", depth: 0.6) {
        $0.after = third
        $0.before = half
        $0.branch = "main"
        $0.workflow = team.workflows[3]
        $0.statuses = [.failed]
      },
      ask("message: needle-in-hay (10 of a million)") { $0.commitMessage = "NEEDLE-in-hay" },
      ask("message: a word") { $0.commitMessage = "remove" },
      ask("message: three letters of all") { $0.commitMessage = "the" },
      ask("message: four words") { $0.commitMessage = "fix the a" },
      ask("message: two letters") { $0.commitMessage = "fi" },
      ask("message: not to be found") { $0.commitMessage = "qqqqqq" },
      ask("message, branch main, failed") {
        $0.commitMessage = "remove"
        $0.branch = "main"
        $0.statuses = [.failed]
      },
    ]
  }
}
