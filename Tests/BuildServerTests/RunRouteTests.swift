import BuildAPI
import BuildModel
import BuildSpool
import Foundation
import Hummingbird
import Testing

@testable import BuildServer

@Suite struct RunRouteTests {
  private static func body(_ parameters: String) -> String {
    #"{"hook_info":{"type":"bitrise"},"build_params":{\#(parameters)}}"#
  }

  @Test(arguments: Way.allCases)
  func `a trigger makes a waiting build with an order for its worker`(way: Way) async throws {
    let bench = try await Bench { $0.grace = 42 }
    let answer = try await bench.call(way) { caller in
      try await caller.post(
        Paths.builds(bench.app.slug),
        Self.body(
          #""branch":"dev","workflow_id":"deploy","commit_hash":"abc","#
            + #""environments":[{"mapped_to":"A","value":"1","is_expand":false}]"#))
    }
    #expect(answer.status == 201)
    let response = try answer.decode(TriggerResponse.self)
    #expect(response.status == "ok")
    #expect(response.slug == bench.app.slug)
    #expect(response.buildNumber == 1)
    #expect(response.triggeredWorkflow == "deploy")
    #expect(response.results?.first?.buildSlug == response.buildSlug)
    let build = try #require(try await bench.parts.store.build(response.buildSlug)?.build)
    #expect(build.status == .queued)
    #expect(build.triggeredBy == "manual-owner")
    #expect(build.stack == .linux)
    let order = try bench.spool(of: build).readOrder()
    #expect(order.number == 1)
    #expect(order.workflow == "deploy")
    #expect(order.branch == "dev")
    #expect(order.commitHash == "abc")
    #expect(order.environment == [EnvironmentVariable(key: "A", value: "1", isExpand: false)])
    #expect(order.repository == bench.app.repository)
    #expect(order.configuration == "workflows: {primary: {}, deploy: {}}\n")
    #expect(order.grace == 42)
    #expect(order.buildURL == response.buildURL)
  }

  @Test(arguments: ["7", #""7""#])
  func `a pull request is kept with the build, and by its rebuild`(number: String) async throws {
    let bench = try await Bench()
    let answers = try await bench.call(.router) { caller in
      let triggered = try await caller.post(
        Paths.builds(bench.app.slug),
        Self.body(
          #""branch":"dev","branch_dest":"main","workflow_id":"deploy","pull_request_author":"kim","#
            + #""base_repository_url":"https://github.com/org/repo.git","#
            + #""pull_request_id":\#(number)"#))
      let slug = try triggered.decode(TriggerResponse.self).buildSlug
      _ = try await bench.parts.store.record(
        .init(
          sequence: 1, at: Date(),
          news: .finished(.failed, failureReason: nil, abortReason: nil)), of: slug)
      let rebuilt = try await caller.post(Paths.rebuild(bench.app.slug, slug))
      return try [triggered, rebuilt].map { try $0.decode(TriggerResponse.self).buildSlug }
    }
    for slug in answers {
      let body = try await bench.call(.router) { caller in
        try await caller.get(Paths.build(bench.app.slug, slug)).decode(Envelope<BuildBody>.self)
      }.data
      #expect(body.pullRequestID == 7)
      #expect(body.pullRequestTargetBranch == "main")
      #expect(body.pullRequestViewURL == "https://github.com/org/repo/pull/7")
      #expect(body.originalBuildParams?.pullRequestAuthor == "kim")
      #expect(body.originalBuildParams?.pullRequestID == 7)
    }
  }

  @Test func `a trigger that names nothing takes the default branch and workflow`() async throws {
    let bench = try await Bench()
    try await bench.call(.router) { caller in
      _ = try await caller.post(Paths.builds(bench.app.slug), Self.body(""))
    }
    let build = try await bench.parts.store.builds(.init(), page: .init()).items.first?.build
    #expect(build?.workflow == "primary")
    #expect(build?.branch == bench.app.defaultBranch)
  }

  @Test(arguments: Way.allCases)
  func `a trigger that cannot be is refused in Bitrise's shape`(way: Way) async throws {
    let bench = try await Bench()
    let cases: [(String, String, RefusalCode?)] = [
      (Self.body(#""workflow_id":"none""#), "primary, deploy", nil),
      (Self.body(#""branch":"nowhere""#), "Name a workflow", nil),
      (Self.body(#""stack":"osx-xcode-16""#), "linux", .stack),
      (#"{"hook_info":{"type":"other"},"build_params":{}}"#, "hook_info.type", nil),
      (#"{"hook_info":{"type":"bitrise"}}"#, "build_params is missing", nil),
      (Self.body(#""branch":7"#), "build_params.branch should be a text", nil),
      (Self.body(#""pull_request_id":-1"#), "build_params.pull_request_id", nil),
      (Self.body(#""pull_request_id":"x""#), "build_params.pull_request_id", nil),
      (Self.body(#""priority":-101"#), "-100 to 100", nil),
      (Self.body(#""pipeline_id":"nightly""#), "no pipelines here", nil),
      (Self.body(#""secrets":[{"key":"A","value":"1"}]"#), "secrets is not offered", nil),
      (Self.body(#""environments":[{"key":"","value":"1"}]"#), "no variable's name", nil),
      (Self.body(#""environments":[{"key":"A=B","value":"1"}]"#), "no variable's name", nil),
      ("{", "not as it should be", nil), ("", "not as it should be", nil),
    ]
    try await bench.call(way) { caller in
      for (body, words, code) in cases {
        let answer = try await caller.post(Paths.builds(bench.app.slug), body)
        let message = try answer.refusal(400, code)
        #expect(message.contains(words), "\(body): \(message)")
        #expect(answer.text.contains(#""status":"error""#))
        #expect(answer.text.contains(#""slug":"\#(bench.app.slug)""#))
      }
    }
    #expect(try await bench.parts.store.builds(.init(), page: .init()).total == 0)
  }

  @Test func `a broken configuration is refused with the parser's own sentence`() async throws {
    let bench = try await Bench()
    try "broken".write(
      toFile: bench.repository.path + "/bitrise.yml", atomically: true, encoding: .utf8)
    let finished = bench.app.slug
    try await bench.call(.router) { caller in
      let message = try await caller.post(
        Paths.builds(finished), Self.body(#""workflow_id":"primary""#)
      ).refusal(400)
      #expect(message == "bitrise.yml:3:5: this is broken")
      #expect(
        try await caller.get(Paths.workflows(finished)).refusal(400)
          == "bitrise.yml:3:5: this is broken")
    }
  }

  @Test func `a body that is too large is refused`() async throws {
    let bench = try await Bench()
    let large = String(repeating: "x", count: Request.mostBytes + 1)
    try await bench.call(.live) { caller in
      try await caller.post(Paths.builds(bench.app.slug), large).refusal(413)
    }
  }

  @Test(arguments: Way.allCases)
  func `a rebuild runs the current configuration with the original's parameters`(
    way: Way
  ) async throws {
    let bench = try await Bench()
    let original = try await bench.makeBuild(
      isRemote: false,
      BuildParams(
        branch: "dev", workflowID: "deploy",
        environments: [VariableBody(key: "A", value: "1")]))
    try await bench.tell(
      original,
      [
        .started, .prepared(isolation: .isolated, commitHash: "resolved", commitMessage: "m"),
        .finished(.failed, failureReason: nil, abortReason: nil),
      ])
    let file = bench.repository.path + "/bitrise.yml"
    try "changed: true\n".write(toFile: file, atomically: true, encoding: .utf8)
    let answer = try await bench.call(way) { caller in
      try await caller.post(
        Paths.rebuild(bench.app.slug, original.slug), #"{"is_remote":true}"#)
    }
    #expect(answer.status == 201)
    let response = try answer.decode(TriggerResponse.self)
    let build = try #require(try await bench.parts.store.build(response.buildSlug)?.build)
    #expect(build.number == 2)
    #expect(build.rebuildOf == 1)
    #expect(build.isRemote)
    #expect(build.triggeredBy == "Rebuild of 1 by owner")
    let order = try bench.spool(of: build).readOrder()
    #expect(order.configuration == "changed: true\n")
    #expect(order.workflow == "deploy")
    #expect(order.branch == "dev")
    #expect(order.environment.map(\.key) == ["A"])
    // The original was asked for a branch, not for the commit that it resolved to.
    #expect(order.commitHash == nil)
    #expect(order.isRemote)
    #expect(try await bench.parts.store.window(of: build.slug)?.window.state == .opening)
  }

  @Test func `a rebuild of a commit builds that commit, without remote access unless asked`()
    async throws
  {
    let bench = try await Bench()
    let original = try await bench.makeBuild(isRemote: true, BuildParams(commitHash: "abc"))
    try await bench.tell(
      original, [.started, .finished(.success, failureReason: nil, abortReason: nil)])
    let answer = try await bench.call(.router) { caller in
      try await caller.post(Paths.rebuild(bench.app.slug, original.slug))
    }
    let slug = try answer.decode(TriggerResponse.self).buildSlug
    let build = try #require(try await bench.parts.store.build(slug)?.build)
    #expect(build.commitHash == "abc")
    #expect(!build.isRemote)
    #expect(try await bench.parts.store.window(of: slug) == nil)
  }

  @Test(arguments: Way.allCases)
  func `an unfinished build cannot be rebuilt`(way: Way) async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild()
    try await bench.call(way) { caller in
      let path = Paths.rebuild(bench.app.slug, build.slug)
      try await caller.post(path, #"{"is_remote":true}"#).refusal(400, .notFinished)
      try await bench.tell(build, [.started])
      try await caller.post(path, #"{"is_remote":true}"#).refusal(400, .notFinished)
    }
  }

  @Test(arguments: Way.allCases)
  func `a waiting build is aborted with its reason, a finished one is not`(
    way: Way
  ) async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild(isRemote: true)
    try await bench.call(way) { caller in
      let path = Paths.abort(bench.app.slug, build.slug)
      let answer = try await caller.post(path, #"{"abort_reason":"wrong branch"}"#)
      #expect(answer.status == 200)
      #expect(answer.text == #"{"status":"ok"}"#)
      try await caller.post(path, "{}").refusal(400)
    }
    let stored = try await bench.parts.store.build(build.slug)?.build
    #expect(stored?.status == .aborted)
    #expect(stored?.abortReason == "wrong branch")
    #expect(await bench.parts.foreman.isIdle)
  }
}
