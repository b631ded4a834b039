import BuildAPI
import BuildModel
import BuildSpool
import Foundation
import Hummingbird
import TestSupport
import Testing

@testable import BuildServer

@Suite(.timeLimit(.minutes(1))) struct AppRemovalTests {
  @Test(arguments: Way.allCases)
  func `only its owner removes an app, and then nothing of it is left`(way: Way) async throws {
    let bench = try await Bench()
    let build = try await bench.makeFinishedBuild()
    let path = Paths.app(bench.app.slug)
    try await bench.call(way) { caller in
      for role in Role.allCases where role != .owner {
        try await caller.with(bench.tokens[role]).ask(.delete, path).refusal(403, .role)
      }
      try await caller.with(bench.strangersToken).ask(.delete, path).refusal(404)
      #expect(try await caller.ask(.delete, path).text == #"{"status":"ok"}"#)
      try await caller.get(path).refusal(404)
      try await caller.ask(.delete, path).refusal(404)
    }
    #expect(try await bench.parts.store.build(build.slug) == nil)
    await bench.parts.foreman.clearAway([build.slug])
    #expect(!FileManager.default.fileExists(atPath: bench.spool(of: build).url.path))
  }

  @Test func `an app in use is not removed, and says what holds it`() async throws {
    let bench = try await Bench()
    let path = Paths.app(bench.app.slug)
    let waiting = try await bench.makeBuild()
    try await bench.call(.router) { caller in
      let message = try await caller.ask(.delete, path).refusal(400, .notFinished)
      #expect(message.hasPrefix("The app is in use: build #1 is not finished."), "\(message)")
      _ = try await caller.post(Paths.abort(bench.app.slug, waiting.slug))
      let kept = try await bench.makeFinishedBuild()
      try await bench.tell(kept, [.machineKept(until: Date() + 60)])
      let standing = try await caller.ask(.delete, path).refusal(400, .notFinished)
      #expect(standing.contains("build #2 has its machine still standing"), "\(standing)")
    }
  }

  @Test(.enabled(if: WorkerBench.isPossible))
  func `by force, builds that run and machines that are open end first`() async throws {
    var bench = try await WorkerBench()
    bench.configuration.slots = 2
    try await withService(bench.configuration) { [bench] running in
      let app = try await running.register(bench.repository)
      try await running.listening { text in
        let open = try await running.startRemote(app, text)
        let plain = try await running.trigger(app)
        await text.wait(for: "\"build_slug\":\"\(plain)\",\"step\"")
        let refused = try await running.ask(.delete, Paths.app(app))
        #expect(try refused.refusal(400, .notFinished).contains("2 builds are not finished"))
        let removed = try await running.ask(.delete, Paths.app(app) + "?force=true")
        #expect(removed.status == 200, "\(removed.text)")
        await text.wait(for: "event: reset")
        try await running.ask(.get, Paths.app(app)).refusal(404)
        await running.service.parts.foreman.waitUntilIdle()
        for build in [open, plain] {
          while FileManager.default.fileExists(atPath: bench.spool(of: build).url.path) {
            await Task.yield()
          }
        }
      }
    }
  }
}
