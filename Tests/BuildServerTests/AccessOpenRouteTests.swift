import BuildAPI
import BuildModel
import Foundation
import Hummingbird
import Testing

@testable import BuildServer

/// A window on a build that was started without one.
@Suite struct AccessOpenRouteTests {
  /// A failed build whose machine stands by for another minute.
  private func kept(_ bench: Bench) async throws -> Build {
    let build = try await bench.makeFinishedBuild()
    try await bench.tell(build, [.machineKept(until: Date() + 60)])
    return build
  }

  @Test(arguments: Way.allCases)
  func `a kept machine is told with the build, and opened once`(way: Way) async throws {
    let bench = try await Bench()
    let build = try await kept(bench)
    let (app, path) = (bench.app.slug, Paths.access(bench.app.slug, build.slug))
    try await bench.call(way) { caller in
      let shown = try await caller.get(Paths.build(app, build.slug)).decode(
        Envelope<BuildBody>.self)
      let until = try #require(shown.data.airlock?.machineKeptUntil)
      #expect(abs(until.timeIntervalSinceNow - 60) < 10)
      let closed = try await caller.get(path).refusal(404, .notRemote)
      #expect(closed.contains("its machine still stands and can be opened"))
      let opened = try await caller.post(path)
      #expect(opened.status == 201)
      let body = try opened.decode(Envelope<RemoteAccessBody>.self).data
      #expect(body.state == .opening)
      #expect(body.closesAt == nil)
      #expect(body.graceSeconds == 600)
      #expect(try await caller.post(path).status == 200)
      let stored = try #require(try await bench.parts.store.build(build.slug)?.build)
      #expect(stored.isRemote)
      let all = try await caller.get(Paths.windows).decode(Envelope<[RemoteAccessBody]>.self).data
      #expect(all.map(\.buildSlug) == [build.slug])
    }
  }

  @Test(arguments: Way.allCases)
  func `a build without remote access is opened while it waits and while it runs`(
    way: Way
  ) async throws {
    let bench = try await Bench()
    let waiting = try await bench.makeBuild()
    let running = try await bench.makeBuild()
    try await bench.tell(running, [.started])
    try await bench.call(way) { caller in
      for (build, words) in [(waiting, "while it waits"), (running, "while it runs")] {
        let path = Paths.access(bench.app.slug, build.slug)
        #expect(try await caller.get(path).refusal(404, .notRemote).contains(words))
        let opened = try await caller.post(path)
        #expect(opened.status == 201)
        #expect(try opened.decode(Envelope<RemoteAccessBody>.self).data.state == .opening)
        #expect(try await caller.get(path).status == 200)
      }
    }
  }

  @Test(arguments: Way.allCases)
  func `what is not kept is not opened, and says what to do instead`(way: Way) async throws {
    let bench = try await Bench()
    let failed = try await bench.makeFinishedBuild()
    let over = try await bench.makeFinishedBuild()
    try await bench.tell(over, [.machineKept(until: Date() - 1)])
    let gone = try await kept(bench)
    try await bench.tell(gone, [.ended])
    try await bench.call(way) { caller in
      for build in [failed, over, gone] {
        let message = try await caller.post(Paths.access(bench.app.slug, build.slug))
          .refusal(404, .notRemote)
        #expect(message.contains("rebuild it with remote access"))
      }
      let shown = try await caller.get(Paths.build(bench.app.slug, gone.slug)).text
      #expect(shown.contains(#""machine_kept_until":null"#))
    }
  }

  @Test func `a window that is closed is not opened again`() async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild(isRemote: true)
    try await bench.tell(
      build,
      [
        .started, .finished(.failed, failureReason: nil, abortReason: nil),
        .windowChanged(
          AccessWindow(
            state: .closed(.closedByUser, at: Date()), openedAt: Date(), grace: 1, extra: 0)),
      ])
    try await bench.call(.router) { caller in
      try await caller.post(Paths.access(bench.app.slug, build.slug)).refusal(400, .windowClosed)
    }
  }

  @Test func `testers may not open, and strangers do not learn of it`() async throws {
    let bench = try await Bench()
    let build = try await kept(bench)
    let path = Paths.access(bench.app.slug, build.slug)
    try await bench.call(.router) { caller in
      try await caller.with(bench.tokens[.tester]).post(path).refusal(403, .role)
      try await caller.with(bench.tokens[.tester]).ask(.delete, path).refusal(403, .role)
      try await caller.with(bench.strangersToken).post(path).refusal(404)
      for role in [Role.developer, .platformEngineer, .admin] {
        #expect(try await caller.with(bench.tokens[role]).post(path).status < 300)
      }
    }
  }

  @Test func `a window that was asked for too late is told as never opened`() async throws {
    let bench = try await Bench()
    let build = try await kept(bench)
    let path = Paths.access(bench.app.slug, build.slug)
    try await bench.call(.router) { caller in
      _ = try await caller.post(path)
      try await bench.tell(build, [.ended])
      let body = try await caller.get(path).decode(Envelope<RemoteAccessBody>.self).data
      #expect(body.closedReason == .neverOpened)
    }
  }

  @Test(arguments: [
    (#"{"is_remote":true,"hold_seconds":1800}"#, 1800.0),
    (#"{"is_remote":true,"hold_seconds":0}"#, 0), (#"{"is_remote":true}"#, 0),
    (#"{"is_remote":true,"hold_seconds":86400}"#, 86400),
  ]) func `a hold stands in the window and in the order`(
    body: String, seconds: Double
  ) async throws {
    let bench = try await Bench()
    let original = try await bench.makeFinishedBuild()
    try await bench.call(.router) { caller in
      let slug = try await caller.post(Paths.rebuild(bench.app.slug, original.slug), body)
        .decode(TriggerResponse.self).buildSlug
      let access = try await caller.get(Paths.access(bench.app.slug, slug))
        .decode(Envelope<RemoteAccessBody>.self).data
      #expect(access.holdSeconds == seconds)
      let order = try bench.parts.folder.spool(of: slug).readOrder()
      #expect(order.hold == seconds)
      #expect(order.longestExtension == 86400)
    }
  }

  @Test(
    arguments: [
      (#"{"is_remote":true,"hold_seconds":86401}"#, .limit, "at most 86400 seconds"),
      (#"{"is_remote":true,"hold_seconds":-1}"#, nil, "0 or more, not -1"),
      (#"{"hold_seconds":60}"#, .notRemote, "needs is_remote"),
    ] as [(String, RefusalCode?, String)])
  func `a hold that cannot be is refused`(
    body: String, code: RefusalCode?, words: String
  ) async throws {
    let bench = try await Bench()
    let original = try await bench.makeFinishedBuild()
    try await bench.call(.router) { caller in
      let message = try await caller.post(Paths.rebuild(bench.app.slug, original.slug), body)
        .refusal(400, code)
      #expect(message.contains(words), "\(message)")
    }
  }

  @Test func `an extension beyond the limit is refused with the sum`() async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild(isRemote: true)
    let window = AccessWindow(
      state: .open, openedAt: Date(), grace: 600, extra: 80000)
    try await bench.tell(build, [.started, .windowChanged(window)])
    try await bench.call(.router) { caller in
      let message = try await caller.post(
        Paths.extend(bench.app.slug, build.slug), #"{"seconds":7000}"#
      ).refusal(400, .limit)
      #expect(
        message
          == "seconds is 7000, and a machine can stay open beyond its grace by at most"
          + " 86400 - 80000 used before = 6400 seconds.")
      #expect(
        try await caller.post(
          Paths.extend(bench.app.slug, build.slug), #"{"seconds":6400}"#
        ).status == 200)
    }
  }
}
