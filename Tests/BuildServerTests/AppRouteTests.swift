import BuildAPI
import BuildModel
import Foundation
import TestSupport
import Testing

@testable import BuildServer

@Suite struct AppRouteTests {
  @Test(arguments: Way.allCases)
  func `an app is listed and shown in Bitrise's shape`(way: Way) async throws {
    let bench = try await Bench()
    try await bench.call(way) { caller in
      let list = try await caller.get(Paths.apps).decode(Page<AppBody>.self)
      #expect(list.data.map(\.slug) == [bench.app.slug])
      #expect(list.paging == Paging(totalItemCount: 1, pageItemLimit: 50, next: nil))
      let shown = try await caller.get(Paths.app(bench.app.slug))
      #expect(try shown.decode(Envelope<AppBody>.self).data == list.data.first)
      #expect(shown.text.contains("\"avatar_url\":null"))
      #expect(try await caller.get("/apps?title=other").decode(Page<AppBody>.self).data.isEmpty)
    }
  }

  @Test(arguments: Way.allCases)
  func `who has no role in an app does not learn that it exists`(way: Way) async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild()
    let app = bench.app.slug
    try await bench.call(way) { caller in
      let stranger = caller.with(bench.strangersToken)
      #expect(try await stranger.get(Paths.apps).decode(Page<AppBody>.self).data.isEmpty)
      #expect(try await stranger.get(Paths.builds).decode(Page<BuildBody>.self).data.isEmpty)
      let unseen = try await stranger.get(Paths.app(app)).refusal(404)
      let unknown = try await caller.get(Paths.app(AppSlug(rawValue: "none"))).refusal(404)
      #expect(unseen == unknown)
      for path in [
        Paths.builds(app), Paths.build(app, build.slug), Paths.log(app, build.slug),
        Paths.access(app, build.slug), Paths.workflows(app), Paths.configuration(app),
      ] { try await stranger.get(path).refusal(404) }
      try await stranger.post(Paths.builds(app), "{}").refusal(404)
      try await stranger.post(Paths.rebuild(app, build.slug), "{}").refusal(404)
      try await stranger.post(Paths.abort(app, build.slug), "{}").refusal(404)
    }
  }

  @Test(arguments: Way.allCases)
  func `workflows, configuration and stacks are told`(way: Way) async throws {
    let bench = try await Bench()
    try await bench.call(way) { caller in
      let workflows = try await caller.get(Paths.workflows(bench.app.slug))
      #expect(workflows.text == #"{"data":["primary","deploy"]}"#)
      let configuration = try await caller.get(Paths.configuration(bench.app.slug))
      #expect(configuration.text == "workflows: {primary: {}, deploy: {}}\n")
      #expect(configuration.type == "text/plain; charset=utf-8")
      let stacks = try await caller.get(Paths.stacks).decode([String: StackBody].self)
      #expect(stacks["linux"]?.hasScreenShare == false)
      #expect(stacks["linux"]?.buildLimitSeconds == 5400)
    }
  }

  @Test(arguments: Way.allCases)
  func `a folder becomes an app once, named after it`(way: Way) async throws {
    let bench = try await Bench()
    let other = try await Repository.holding("bitrise.yml", "workflows: {}\n")
    let body = #"{"repo_url":"\#(other.path)","is_public":false}"#
    let root = try await bench.makeAdministrator()
    try await bench.call(way) { owner in
      let caller = owner.with(root)
      let first = try await caller.post(Paths.registerApp, body).decode(RegisterResponse.self)
      #expect(first.status == "ok")
      let app = try await caller.get(Paths.app(first.slug)).decode(Envelope<AppBody>.self).data
      #expect(app.title == "repository")
      #expect(app.repoURL == other.path)
      let again = try await caller.post(Paths.registerApp, body).decode(RegisterResponse.self)
      #expect(again.slug == first.slug)
      try await owner.post(Paths.registerApp, body).refusal(403, .role)
    }
  }

  @Test(arguments: Way.allCases)
  func `a git URL becomes an app`(way: Way) async throws {
    let bench = try await Bench()
    let other = try await Repository.holding("bitrise.yml", "workflows: {primary: {}}\n")
    try await other.git("branch", "dev")
    try await other.git("clone", "-q", "--bare", ".", other.folder + "/thing.git")
    let daemon = try GitDaemon(serving: other.folder)
    let url = daemon.url(of: "thing.git")
    let root = try await bench.makeAdministrator()
    try await bench.call(way) { owner in
      let caller = owner.with(root)
      func app(_ more: String) async throws -> App? {
        let body = #"{"repo_url":"\#(url)","is_public":false\#(more)}"#
        let answer = try await caller.post(Paths.registerApp, body).decode(RegisterResponse.self)
        return try await bench.parts.store.app(answer.slug)?.app
      }
      let stored = try await app("")
      #expect(stored?.title == "thing")
      #expect(stored?.repository == url)
      #expect(stored?.defaultBranch == "trunk")
      let body = #"{"repo_url":"\#(url)","is_public":false,"default_branch_name":"none"}"#
      let message = try await caller.post(Paths.registerApp, body).refusal(400)
      #expect(message == "\(url) has no branch “none”")
      // As a file it is another place, though the same repository.
      let file = "file://\(other.folder)/thing.git"
      let bare = #"{"repo_url":"\#(file)","is_public":false,"default_branch_name":"dev"}"#
      let slug = try await caller.post(Paths.registerApp, bare).decode(RegisterResponse.self).slug
      let second = try await bench.parts.store.app(slug)?.app
      #expect(second?.repository == file)
      #expect(second?.defaultBranch == "dev")
    }
  }

  @Test func `what cannot be an app is refused with a sentence that says why`() async throws {
    let bench = try await Bench()
    let plain = try TemporaryFolder()
    let empty = try Repository()
    try await empty.git("init", "-q")
    let noFile = try await Repository.holding("README", "hello\n")
    try FileManager.default.createDirectory(
      atPath: bench.repository.path + "/inner", withIntermediateDirectories: true)
    let cases = [
      ("", "empty"), ("/no/such/folder", "no folder"), ("relative/path", "neither"),
      ("-oProxyCommand=x@y:z", "no git URL"), (plain.url.path, "not a git repository"),
      ("git://127.0.0.1:1/nothing", "cannot read git://127.0.0.1:1/nothing: "),
      (empty.path, "no commit"), (bench.repository.path + "/bitrise.yml", "not a folder"),
      (bench.repository.path + "/inner", "lies inside"), (noFile.path, "bitrise.yml"),
    ]
    let root = try await bench.makeAdministrator()
    try await bench.call(.router) { owner in
      for (place, words) in cases {
        let message = try await owner.with(root).post(
          Paths.registerApp, #"{"repo_url":"\#(place)","is_public":false}"#
        ).refusal(400)
        #expect(message.contains(words), "\(place): \(message)")
      }
    }
  }
}
