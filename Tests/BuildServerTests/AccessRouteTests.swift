import BuildAPI
import BuildModel
import Foundation
import Testing

@testable import BuildServer

@Suite struct AccessRouteTests {
  @Test(arguments: Way.allCases)
  func `a build without remote access has no door, and says how to get one`(
    way: Way
  ) async throws {
    let bench = try await Bench()
    let build = try await bench.makeFinishedBuild()
    let app = bench.app.slug
    try await bench.call(way) { caller in
      let message = try await caller.get(Paths.access(app, build.slug)).refusal(404, .notRemote)
      #expect(message.contains("rebuild it with remote access"))
      try await caller.ask(.delete, Paths.access(app, build.slug)).refusal(404, .notRemote)
      try await caller.post(Paths.extend(app, build.slug), #"{"seconds":60}"#)
        .refusal(404, .notRemote)
    }
  }

  @Test(arguments: Way.allCases)
  func `the window of a waiting build is opening`(way: Way) async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild(isRemote: true)
    try await bench.call(way) { caller in
      let answer = try await caller.get(Paths.access(bench.app.slug, build.slug))
      let body = try answer.decode(Envelope<RemoteAccessBody>.self).data
      #expect(body.state == .opening)
      #expect(body.closesAt == nil)
      #expect(body.graceSeconds == 600)
      #expect(body.ssh == nil)
      let reason = try #require(body.screenShareUnavailable)
      #expect(reason.hasPrefix("The stack linux has no desktop to share"))
      #expect(abs(body.serverTime.timeIntervalSinceNow) < 60)
      #expect(answer.text.contains(#""closes_at":null"#))
    }
  }

  @Test(arguments: Way.allCases)
  func `a closing window tells its deadline to the millisecond`(way: Way) async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild(isRemote: true)
    let deadline = Date(timeIntervalSince1970: 4_000_000_000.5)
    let window = AccessWindow(
      state: .closing(deadline: deadline), openedAt: deadline - 700, grace: 600, extra: 100)
    try await bench.tell(build, [.started, .windowChanged(window), .connectionsChanged(2)])
    try await bench.call(way) { caller in
      let body = try await caller.get(Paths.access(bench.app.slug, build.slug))
        .decode(Envelope<RemoteAccessBody>.self).data
      #expect(body.state == .closing)
      #expect(body.closesAt == deadline)
      #expect(body.holdSeconds == 100)
      #expect(body.connections == 2)
      let all = try await caller.get(Paths.windows).decode(Envelope<[RemoteAccessBody]>.self)
      #expect(all.data.map(\.buildSlug) == [build.slug])
    }
  }

  @Test(arguments: Way.allCases)
  func `a closed window tells why, and cannot be closed or extended`(way: Way) async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild(isRemote: true)
    let closed = AccessWindow(
      state: .closed(.graceOver, at: Date()), openedAt: Date(), grace: 1, extra: 0)
    try await bench.tell(build, [.started, .windowChanged(closed)])
    let path = Paths.access(bench.app.slug, build.slug)
    try await bench.call(way) { caller in
      let body = try await caller.get(path).decode(Envelope<RemoteAccessBody>.self).data
      #expect(body.state == .closed)
      #expect(body.closedReason == .graceOver)
      let message = try await caller.ask(.delete, path).refusal(400, .windowClosed)
      #expect(message.contains("The time after the build was over."))
      try await caller.post(path + "/extend", #"{"seconds":60}"#).refusal(400, .windowClosed)
      #expect(try await caller.get(Paths.windows).text == #"{"data":[]}"#)
    }
  }

  @Test(
    arguments: [
      (#"{"seconds":0}"#, nil), (#"{"seconds":-5}"#, nil), (#"{"seconds":86401}"#, .limit),
      (#"{"seconds":"long"}"#, nil), ("{}", nil), ("", nil),
    ] as [(String, RefusalCode?)])
  func `an extension that makes no sense is refused`(
    body: String, code: RefusalCode?
  ) async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild(isRemote: true)
    try await bench.call(.router) { caller in
      try await caller.post(Paths.extend(bench.app.slug, build.slug), body).refusal(400, code)
    }
  }
}
