import BuildAPI
import BuildModel
import Foundation
import Hummingbird
import Testing

@testable import BuildServer

@Suite(.timeLimit(.minutes(1))) struct QueueRouteTests {
  private static func body(_ parameters: String, _ more: String = "") -> String {
    #"{"hook_info":{"type":"bitrise"},"build_params":{\#(parameters)}\#(more)}"#
  }

  private func build(_ slug: BuildSlug, in bench: Bench) async throws -> Build {
    try #require(try await bench.parts.store.build(slug)?.build)
  }

  @Test(arguments: Way.allCases)
  func `a priority is kept and told, one out of range is refused`(way: Way) async throws {
    let bench = try await Bench()
    let path = Paths.builds(bench.app.slug)
    try await bench.call(way) { caller in
      for priority in [-100, 0, 100] {
        let slug = try await caller.post(path, Self.body(#""priority":\#(priority)"#))
          .decode(TriggerResponse.self).buildSlug
        let shown = try await caller.get(Paths.build(bench.app.slug, slug))
        #expect(shown.text.contains(#""priority":\#(priority),"#))
        #expect(try await build(slug, in: bench).priority == priority)
      }
      for priority in [-101, 101] {
        let message = try await caller.post(path, Self.body(#""priority":\#(priority)"#))
          .refusal(400)
        #expect(
          message == "build_params.priority must be from -100 to 100, not \(priority).")
      }
    }
    #expect(try await bench.parts.store.builds(.init(), page: .init()).total == 3)
  }

  @Test func `without one, the workflow's own priority counts`() async throws {
    let bench = try await Bench { configuration in
      let describe = configuration.describe
      configuration.describe = { text in
        var digest = try describe(text)
        digest.priorities = ["deploy": 9]
        return digest
      }
    }
    let deploy = try await bench.makeBuild(BuildParams(workflowID: "deploy"))
    let asked = try await bench.makeBuild(BuildParams(workflowID: "deploy", priority: 0))
    let primary = try await bench.makeBuild(BuildParams(workflowID: "primary"))
    #expect([deploy, asked, primary].map(\.priority) == [9, 0, 0])
  }

  @Test(arguments: Way.allCases)
  func `a build is put on hold and released, in Bitrise's words`(way: Way) async throws {
    let bench = try await Bench()
    let waiting = try await bench.makeBuild()
    let (app, slug) = (bench.app.slug, waiting.slug)
    try await bench.call(way) { caller in
      for _ in 1...2 {
        #expect(try await caller.post(Paths.hold(app, slug)).text == #"{"status":"ok"}"#)
        let held = try await caller.get(Paths.build(app, slug)).text
        #expect(held.contains(#""is_on_hold":true"#))
        #expect(held.contains(#""status":0,"status_text":"on-hold""#))
      }
      for _ in 1...2 {
        #expect(try await caller.post(Paths.release(app, slug)).text == #"{"status":"ok"}"#)
        let released = try await caller.get(Paths.build(app, slug)).text
        #expect(released.contains(#""is_on_hold":false"#))
        #expect(released.contains(#""status_text":"in-progress""#))
      }
    }
  }

  @Test(arguments: Way.allCases)
  func `a build can be on hold from the start, and its rebuild is not`(way: Way) async throws {
    let bench = try await Bench()
    let app = bench.app.slug
    try await bench.call(way) { caller in
      let slug = try await caller.post(
        Paths.builds(app), Self.body("", #","is_on_hold":true"#)
      ).decode(TriggerResponse.self).buildSlug
      #expect(try await build(slug, in: bench).isOnHold)
      #expect(await bench.parts.foreman.isIdle)
      _ = try await caller.post(Paths.abort(app, slug), #"{"abort_with_success":true}"#)
      let ended = try await build(slug, in: bench)
      #expect(ended.status == .abortedWithSuccess)
      #expect(!ended.isOnHold)
      let again = try await caller.post(Paths.rebuild(app, slug))
        .decode(TriggerResponse.self).buildSlug
      #expect(try await !build(again, in: bench).isOnHold)
    }
  }

  @Test(arguments: ["hold", "release"])
  func `a build that has begun or ended cannot be on hold`(act: String) async throws {
    let bench = try await Bench { $0.slots = 1 }
    let running = try await bench.makeBuild()
    try await bench.tell(running, [.started])
    let finished = try await bench.makeFinishedBuild()
    try await bench.call(.router) { caller in
      func path(_ build: Build) -> String { Paths.build(bench.app.slug, build.slug) + "/\(act)" }
      let begun = try await caller.post(path(running)).refusal(400)
      #expect(begun.contains("has begun; only a build that waits"))
      #expect(try await caller.post(path(finished)).refusal(400).contains("is finished already"))
      let tester = caller.with(bench.tokens[.tester])
      try await tester.post(path(running)).refusal(403, .role)
      try await caller.with(bench.strangersToken).post(path(running)).refusal(404)
    }
  }

  @Test func `a hold that lasts too long ends with a reason`() async throws {
    let bench = try await Bench { $0.holdLimit = 0.05 }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await bench.parts.foreman.run() }
      let build = try await bench.makeBuild(isOnHold: true)
      var ended: Build?
      while ended?.status.isFinished != true {
        ended = try await self.build(build.slug, in: bench)
      }
      #expect(ended?.status == .aborted)
      #expect(ended?.abortReason?.hasPrefix("It was on hold for too long") == true)
      group.cancelAll()
    }
  }

  @Test func `order and holds survive the service`() async throws {
    let bench = try await Bench()
    let low = try await bench.makeBuild(BuildParams(priority: -5))
    let first = try await bench.makeBuild()
    let held = try await bench.makeBuild(isOnHold: true, BuildParams(priority: 100))
    let second = try await bench.makeBuild()
    let high = try await bench.makeBuild(BuildParams(priority: 50))
    let parts = bench.parts
    let later = Foreman(
      store: parts.store, folder: parts.folder, herald: parts.herald, disk: parts.disk,
      secrets: parts.secrets, configuration: parts.configuration)
    try await later.recover()
    #expect(await later.held.keys.map { $0 } == [held.slug])
    var queue = await later.queue
    var order: [BuildSlug] = []
    while let next = queue.next() { order.append(next.slug) }
    #expect(order == [high, first, second, low].map(\.slug))
  }

  @Test func `an abort is told of once, whoever asks again`() async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild(isOnHold: true)
    let foreman = bench.parts.foreman
    let outcomes = await withTaskGroup(of: Bool.self) { group in
      for number in 1...8 {
        group.addTask {
          do {
            try await foreman.abort(build, reason: "\(number)")
            return true
          } catch { return false }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.filter { $0 }.count == 1)
    #expect(try await self.build(build.slug, in: bench).status == .aborted)
  }
}
