import BuildAPI
import BuildModel
import BuildSpool
import Foundation
import TestSupport
import Testing

@testable import BuildServer

/// The queue and the end of builds, with real workers.
@Suite(.timeLimit(.minutes(2)), .enabled(if: WorkerBench.isPossible))
struct QueueServiceTests {
  /// A bench whose workflow is one script.
  private static func bench(_ script: String) async throws -> WorkerBench {
    var bench = try await WorkerBench()
    try await bench.repository.commit(
      "Only one step", file: "bitrise.yml",
      "workflows: {primary: {steps: [script@1: {inputs: [content: '\(script)']}]}}\n")
    bench.configuration.slots = 1
    return bench
  }

  @Test func `builds take the slot by priority, then by age, also after a restart`()
    async throws
  {
    let bench = try await Self.bench("true")
    var stopped = bench.configuration
    stopped.slots = 0
    let (token, app, slugs) = try await withService(stopped) { running in
      let app = try await running.register(bench.repository)
      var slugs: [String: BuildSlug] = [:]
      for (name, priority) in [("low", -7), ("usual", 0), ("high", 100), ("late", 0)] {
        let body =
          #"{"hook_info":{"type":"bitrise"},"build_params":{"priority":\#(priority)}}"#
        slugs[name] = try await running.ask(.post, Paths.builds(app), body)
          .decode(TriggerResponse.self).buildSlug
      }
      return (running.token, app, slugs)
    }
    try await withService(bench.configuration, token: token) { running in
      await running.service.parts.foreman.waitUntilIdle()
      var starts: [String: Date] = [:]
      for (name, slug) in slugs {
        let build = try #require(try await running.service.parts.store.build(slug)?.build)
        #expect(build.status == .success)
        starts[name] = build.startedAt
      }
      #expect(
        starts.sorted { $0.value < $1.value }.map(\.key) == ["high", "usual", "late", "low"])
      #expect(try await running.build(app, slugs["high"] ?? BuildSlug(rawValue: "")).status == 1)
    }
  }

  @Test func `a build on hold lets others by, and takes its turn when released`() async throws {
    let bench = try await Self.bench("true")
    try await withService(bench.configuration) { running in
      let app = try await running.register(bench.repository)
      try await running.listening { text in
        let held = try await running.trigger(app, #","is_on_hold":true"#)
        let other = try await running.trigger(app)
        while try await running.build(app, other).status == 0 {}
        #expect(try await running.build(app, held).statusText == "on-hold")
        _ = try await running.ask(.post, Paths.release(app, held))
        while try await running.build(app, held).status == 0 {}
        #expect(try await running.build(app, held).status == 1)
        await running.service.parts.foreman.waitUntilIdle()
      }
    }
  }

  @Test func `what was ordered while no worker listened arrives, also after a restart`()
    async throws
  {
    let bench = try await Self.bench("true")
    var stopped = bench.configuration
    stopped.slots = 0
    let (token, app, slug) = try await withService(stopped) { running in
      let app = try await running.register(bench.repository)
      let original = try await running.trigger(app)
      _ = try await running.ask(.post, Paths.abort(app, original), "{}")
      let slug = try await running.ask(
        .post, Paths.rebuild(app, original), #"{"is_remote":true}"#
      ).decode(TriggerResponse.self).buildSlug
      _ = try await running.ask(.delete, Paths.access(app, slug))
      return (running.token, app, slug)
    }
    try await withService(bench.configuration, token: token) { running in
      while try await running.build(app, slug).status == 0 {}
      await running.service.parts.foreman.waitUntilIdle()
      let access = try await running.access(app, slug)
      #expect(access.state == .closed)
      #expect(access.closedReason == .closedByUser)
      #expect(try await running.service.parts.store.waitingOrders() == [])
    }
  }

  @Test(arguments: [(false, 3), (true, 4)])
  func `a build that is still fetching its source is aborted at once`(
    withSuccess: Bool, status: Int
  ) async throws {
    var bench = try await Self.bench("true")
    let silent = try SilentServer()
    bench.configuration.readConfiguration = { _, _ in
      ConfigurationText(text: "workflows: {primary: {}}", name: "bitrise.yml")
    }
    bench.configuration.inspectRepository = { address, _ in
      RepositoryFacts(address: address, defaultBranch: "main")
    }
    try await withService(bench.configuration) { running in
      let app = try await running.ask(
        .post, Paths.registerApp,
        #"{"repo_url":"git://127.0.0.1:\#(silent.port)/x","is_public":false}"#
      ).decode(RegisterResponse.self).slug
      let slug = try await running.trigger(app)
      while try await running.build(app, slug).startedOnWorkerAt == nil {}
      let body = #"{"abort_reason":"enough","abort_with_success":\#(withSuccess)}"#
      for _ in 1...2 { _ = try await running.ask(.post, Paths.abort(app, slug), body) }
      while try await running.build(app, slug).status == 0 {}
      let ended = try await running.build(app, slug)
      #expect(ended.status == status)
      #expect(ended.abortReason == "enough")
      try await running.ask(.post, Paths.abort(app, slug), body).refusal(400)
      await running.service.parts.foreman.waitUntilIdle()
    }
  }

  @Test func `an abort that races with the end leaves one outcome, and the queue goes on`()
    async throws
  {
    var bench = try await Self.bench("true")
    bench.configuration.slots = 3
    try await withService(bench.configuration) { [bench] running in
      let app = try await running.register(bench.repository)
      var slugs: [BuildSlug] = []
      for _ in 1...12 { slugs.append(try await running.trigger(app)) }
      let answers = try await withThrowingTaskGroup(of: (BuildSlug, Int).self) { group in
        for slug in slugs {
          group.addTask {
            // Once its only step has begun: by then it is nearly over.
            while try await running.build(app, slug).environmentPrepareFinishedAt == nil,
              try await running.build(app, slug).status == 0
            {}
            let answer = try await running.ask(
              .post, Paths.abort(app, slug), #"{"abort_reason":"race"}"#)
            return (slug, answer.status)
          }
        }
        return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
      }
      await running.service.parts.foreman.waitUntilIdle()
      for slug in slugs {
        let build = try await running.build(app, slug)
        #expect([1, 3].contains(build.status))
        #expect(build.abortReason == (build.status == 3 ? "race" : nil))
        // Refused only where it came after the end.
        if answers[slug] == 400 { #expect(build.status == 1) }
      }
    }
  }
}
