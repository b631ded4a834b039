import BuildAPI
import BuildModel
import BuildSpool
import Foundation
import TestSupport
import Testing

@testable import BuildServer

/// Machines that are asked for before they are made, with real workers.
@Suite(.timeLimit(.minutes(2)), .enabled(if: WorkerBench.isPossible))
struct QueuedWindowServiceTests {
  @Test func `a build that is opened while it waits can be entered once it runs`() async throws {
    let bench = try await WorkerBench()
    try await withService(bench.configuration) { running in
      let app = try await running.register(bench.repository)
      try await running.listening { text in
        let first = try await running.trigger(app)
        await text.wait(for: "\"build_slug\":\"\(first)\",\"step\"")
        let waiting = try await running.trigger(app)
        let asked = try await running.ask(.post, Paths.access(app, waiting))
        #expect(asked.status == 201)
        #expect(try await running.access(app, waiting).state == .opening)
        #expect(try await running.build(app, waiting).status == 0)

        try bench.release(first)
        await text.wait(for: #""host_key_fingerprint":"SHA256:"#)
        let access = try await running.access(app, waiting)
        #expect(access.state == .open)
        #expect(access.ssh?.password?.isEmpty == false)
        _ = try await running.ask(.post, Paths.abort(app, waiting), "{}")
        _ = try await running.ask(.delete, Paths.access(app, waiting))
        await running.service.parts.foreman.waitUntilIdle()
      }
    }
  }

  @Test func `the wish outlives the service that it was told to`() async throws {
    let bench = try await WorkerBench()
    var stopped = bench.configuration
    stopped.slots = 0
    let (token, app, slug) = try await withService(stopped) { running in
      let app = try await running.register(bench.repository)
      let slug = try await running.trigger(app)
      #expect(try await running.ask(.post, Paths.access(app, slug)).status == 201)
      return (running.token, app, slug)
    }
    try await withService(bench.configuration, token: token) { running in
      while try await running.access(app, slug).ssh == nil {}
      #expect(try await running.access(app, slug).state == .open)
      _ = try await running.ask(.post, Paths.abort(app, slug), "{}")
      _ = try await running.ask(.delete, Paths.access(app, slug))
      await running.service.parts.foreman.waitUntilIdle()
    }
  }

  @Test(arguments: ["", #","is_on_hold":true"#])
  func `one that is aborted before it runs is told as closed, and nothing stays behind`(
    more: String
  ) async throws {
    let bench = try await WorkerBench()
    var stopped = bench.configuration
    stopped.slots = 0
    try await withService(stopped) { running in
      let app = try await running.register(bench.repository)
      let slug = try await running.trigger(app, more)
      #expect(try await running.ask(.post, Paths.access(app, slug)).status == 201)
      let store = running.service.parts.store
      #expect(try await store.waitingOrders().count == 1)
      #expect(try await running.ask(.post, Paths.abort(app, slug), "{}").status == 200)
      #expect(try await running.access(app, slug).closedReason == .aborted)
      #expect(try await store.waitingOrders().isEmpty)
    }
  }
}
