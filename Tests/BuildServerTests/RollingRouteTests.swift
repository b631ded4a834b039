import BuildAPI
import BuildModel
import Foundation
import Hummingbird
import Testing

@testable import BuildServer

@Suite struct RollingRouteTests {
  private func trigger(_ parameters: String, _ caller: Caller, _ app: AppSlug) async throws
    -> TriggerResponse
  {
    try await caller.post(
      Paths.builds(app), #"{"hook_info":{"type":"bitrise"},"build_params":{\#(parameters)}}"#
    ).decode(TriggerResponse.self)
  }

  private func set(_ body: String, _ caller: Caller, _ app: AppSlug) async throws -> Answer {
    try await caller.post(Paths.rolling(app), body)
  }

  @Test(arguments: Way.allCases)
  func `off by default, each kind and workflow is switched by itself`(way: Way) async throws {
    let bench = try await Bench()
    let app = bench.app.slug
    try await bench.call(way) { caller in
      #expect(try await caller.get(Paths.rolling(app)).text == #"{"data":[]}"#)
      #expect(
        try await set(#"{"enabled":true,"kind":"push"}"#, caller, app).text
          == #"{"data":[{"enabled":true,"kind":"push","workflow":null}]}"#)
      let all = try await set(#"{"enabled":false,"workflow":"deploy"}"#, caller, app)
        .decode(Envelope<[RollingBody]>.self).data
      #expect(
        all == [
          RollingBody(workflow: nil, kind: .push, enabled: true),
          RollingBody(workflow: "deploy", kind: .pullRequest, enabled: false),
          RollingBody(workflow: "deploy", kind: .push, enabled: false),
        ])
      #expect(
        try await set(#"{"enabled":false}"#, caller, app)
          .decode(Envelope<[RollingBody]>.self).data.map(\.workflow) == [nil, nil])
      try await set(#"{"enabled":true,"workflow":"none"}"#, caller, app).refusal(400)
      try await set(#"{"enabled":true,"kind":"tag"}"#, caller, app).refusal(400)
      try await set(
        #"{"enabled":true}"#, caller.with(bench.tokens[.developer]), app
      ).refusal(403, .role)
    }
  }

  @Test(arguments: Way.allCases)
  func `a newer build aborts older ones of its workflow and branch, and says so`(
    way: Way
  ) async throws {
    let bench = try await Bench()
    let app = bench.app.slug
    try await bench.call(way) { caller in
      let old = try await trigger(#""branch":"main""#, caller, app)
      #expect(old.message == "webhook processed")
      _ = try await set(#"{"enabled":true}"#, caller, app)
      let others = [
        try await trigger(#""branch":"dev""#, caller, app),
        try await trigger(#""branch":"main","workflow_id":"deploy""#, caller, app),
        try await trigger(#""branch":"main","tag":"v1""#, caller, app),
        try await trigger(#""branch":"main","pull_request_id":7"#, caller, app),
      ]
      let new = try await trigger(#""branch":"main""#, caller, app)
      let note = "rolling builds: build #1 is aborted, because this one is newer"
      #expect(new.notes == [note])
      #expect(new.message == "webhook processed; " + note)
      #expect(new.results?.first?.message == new.message)
      let order = try bench.parts.folder.spool(of: new.buildSlug).readOrder()
      #expect(order.notes == [note])
      let aborted = try #require(try await bench.parts.store.build(old.buildSlug)?.build)
      #expect(aborted.status == .aborted)
      #expect(
        aborted.abortReason == "Rolling builds: build #6 of primary on branch main is newer.")
      for other in others {
        #expect(try await bench.parts.store.build(other.buildSlug)?.build.status == .queued)
      }
      let request = try await trigger(#""branch":"other","pull_request_id":7"#, caller, app)
      #expect(
        request.notes == ["rolling builds: build #5 is aborted, because this one is newer"])
    }
  }

  @Test func `a build with an open machine goes on, and the newer one says so`() async throws {
    let bench = try await Bench()
    let app = bench.app.slug
    let open = try await bench.makeBuild(isRemote: true, BuildParams(branch: "main"))
    let plain = try await bench.makeBuild(BuildParams(branch: "main"))
    try await bench.call(.router) { caller in
      _ = try await set(#"{"enabled":true,"workflow":"primary"}"#, caller, app)
      let held = try await bench.makeBuild(isOnHold: true, BuildParams(branch: "main"))
      #expect(try bench.spool(of: held).readOrder().notes == [])
      _ = try await caller.post(Paths.abort(app, held.slug))
      let new = try await trigger(#""branch":"main""#, caller, app)
      let notes = [
        "rolling builds: build #1 goes on, because its machine is open",
        "rolling builds: build #2 is aborted, because this one is newer",
      ]
      #expect(new.notes == notes)
      #expect(try bench.parts.folder.spool(of: new.buildSlug).readOrder().notes == notes)
      #expect(try await bench.parts.store.build(open.slug)?.build.status == .queued)
      #expect(try await bench.parts.store.build(plain.slug)?.build.status == .aborted)
      // Made to look into: it aborts nobody.
      let finished = try await bench.makeFinishedBuild()
      let remote = try await caller.post(
        Paths.rebuild(app, finished.slug), #"{"is_remote":true}"#
      ).decode(TriggerResponse.self)
      #expect(remote.notes?.contains { $0.hasPrefix("rolling") } == false)
      #expect(try await bench.parts.store.build(new.buildSlug)?.build.status == .queued)
    }
  }
}
