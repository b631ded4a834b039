import BitriseSimulator
import BuildAPI
import BuildModel
import Foundation
import Testing

@testable import BuildClient

@Suite struct BitriseAccessTests {
  private static let secret = "0123456789abcdef0123"

  private static let organizations = """
    {"data":[{"slug":"e1ec3dea540bcf21","owners":[{"slug":"5f0c2c1d9a3b4e6f"}]}]}
    """

  private func paste() throws -> AccessPaste {
    try AccessPaste.read("bitrise :remote auto -H 1.tcp.ngrok.io -P 1234 -p \(Self.secret)")
  }

  /// Rebuilds the newest finished build with remote access.
  private func rebuild(_ it: Simulated) async throws -> (app: App, build: Build) {
    let app = try #require(try await it.client.apps().first)
    let old = try #require(try await it.client.builds(of: app, limit: 1).first)
    let answer = try await it.client.rebuild(app.slug, old.slug, remoteAccess: true)
    return (app, try await it.client.build(app, answer.buildSlug))
  }

  private func state(_ it: Simulated, _ new: (app: App, build: Build)) async throws
    -> AccessWindow.State
  {
    try await it.client.access(new.app.slug, new.build.slug).state
  }

  @Test func `a rebuild with remote access opens once its log says so`() async throws {
    try await Simulated.run { it async throws in
      let new = try await rebuild(it)
      #expect(new.build.isRemote)
      #expect(try await state(it, new) == .opening)
      it.simulator.advance(by: 8)
      #expect(try await state(it, new) == .open)
      #expect(try await it.client.windows().map(\.buildSlug) == [new.build.slug])
    }
  }

  @Test func `an ordinary build's log opens nothing`() async throws {
    try await Simulated.run { it async throws in
      let (app, build) = try await it.begin()
      it.simulator.advance(by: 12)
      _ = try await it.client.logPart(app.slug, build.slug, after: 0)
      let error = await it.failure { _ = try await it.client.access(app.slug, build.slug) }
      #expect(error?.code == .refused(.notRemote))
    }
  }

  @Test func `what was pasted goes in, and is forgotten when the door shuts`() async throws {
    try await Simulated.run { it async throws in
      let new = try await rebuild(it)
      it.simulator.advance(by: 10)
      let access = try await it.client.acceptPaste(
        try paste(), for: new.build.slug, of: new.app.slug)
      #expect(access.state == .open)
      #expect(access.ssh?.host == "1.tcp.ngrok.io")
      #expect(access.ssh?.password == Self.secret)
      #expect(access.sourceFolder == "/Users/vagrant/git")
      it.simulator.advance(by: 700)
      let closed = try await it.client.access(new.app.slug, new.build.slug)
      #expect(closed.state.isClosed)
      #expect(closed.ssh == nil)
      #expect(await it.client.pasted.access(new.build.slug) == nil)
      #expect(try await it.client.windows().isEmpty)
    }
  }

  @Test(arguments: [ScriptedBuild.EndTold.beforeTheHold, .afterTheHold])
  func `the clock counts from the last step's end, whenever the build's is told`(
    told: ScriptedBuild.EndTold
  ) async throws {
    try await Simulated.run { it async throws in
      it.simulator.script { $0.endTold = told }
      let new = try await rebuild(it)
      _ = try await it.client.acceptPaste(try paste(), for: new.build.slug, of: new.app.slug)
      // Queued 2, prepared 3, steps 15 seconds.
      let end = new.build.triggeredAt.addingTimeInterval(20)
      it.simulator.advance(by: 60)
      let access = try await it.client.access(new.app.slug, new.build.slug)
      guard case .closing(let deadline) = access.state else {
        Issue.record("\(access.state)")
        return
      }
      #expect(abs(deadline.timeIntervalSince(end.addingTimeInterval(600))) <= 1)
      guard case .stepsEnded = access.estimate else {
        Issue.record("rests on \(String(describing: access.estimate))")
        return
      }
      it.simulator.advance(by: 600)
      #expect(try await state(it, new).isClosed)
    }
  }

  @Test func `without a summary the clock rests on the build's end, and says so`() async throws {
    try await Simulated.run { it async throws in
      it.simulator.tellLogs { $0.hasSummary = false }
      let new = try await rebuild(it)
      it.simulator.advance(by: 60)
      let access = try await it.client.acceptPaste(
        try paste(), for: new.build.slug, of: new.app.slug)
      guard case .buildFinished = access.estimate else {
        Issue.record("rests on \(String(describing: access.estimate))")
        return
      }
    }
  }

  @Test func `a deadline is counted on the service's clock`() async throws {
    try await Simulated.run { it async throws in
      it.simulator.advance(by: 7200)
      let new = try await rebuild(it)
      it.simulator.advance(by: 60)
      let access = try await it.client.acceptPaste(
        try paste(), for: new.build.slug, of: new.app.slug)
      guard case .closing = access.state else {
        Issue.record("\(access.state)")
        return
      }
    }
  }

  @Test func `refusals of a rebuild say what is in the way`() async throws {
    try await Simulated.run { it async throws in
      let (app, build) = try await it.begin()
      let running = await it.failure {
        _ = try await it.client.rebuild(app.slug, build.slug, remoteAccess: true)
      }
      #expect(running?.sentence.contains("not finished") == true)
      it.simulator.advance(by: 100)
      it.simulator.setTester(true)
      let tester = await it.failure {
        _ = try await it.client.rebuild(app.slug, build.slug, remoteAccess: true)
      }
      #expect(tester?.code == .refused(.role))
      #expect(tester?.sentence.contains("role") == true)
      let gone = await it.failure {
        _ = try await it.client.rebuild(app.slug, BuildSlug(rawValue: "no"), remoteAccess: true)
      }
      #expect(gone?.code == .notFound)
    }
  }

  @Test func `what only our own service can do is refused before it is asked`() async throws {
    try await Simulated.run { it async throws in
      let (app, build) = try await it.begin()
      _ = try await it.client.offer()
      it.simulator.forgetHeard()
      for wish in [
        { try await it.client.extendWindow(app.slug, build.slug, seconds: 60) },
        { try await it.client.closeWindow(app.slug, build.slug) },
        { try await it.client.hold(app.slug, build.slug) },
        { _ = try await it.client.openWindow(app.slug, build.slug) },
        { _ = try await it.client.rebuild(app.slug, build.slug, remoteAccess: true, hold: 60) },
        {
          _ = try await it.client.trigger(
            app.slug, .init(workflowID: "p"), access: RemoteAccessWish(remoteAccess: true))
        },
        { _ = try await it.client.trigger(app.slug, .init(workflowID: "p", stack: "linux")) },
        { _ = try await it.client.trigger(app.slug, .init(workflowID: "p"), onHold: true) },
      ] as [() async throws -> Void] {
        let error = await it.failure(wish)
        #expect(error?.sentence.hasPrefix("bitrise ") == true)
      }
      #expect(it.simulator.heard.isEmpty)
    }
  }

  @Test func `a trigger is answered with its build, in either shape`() async throws {
    try await Simulated.run { it async throws in
      let app = try #require(try await it.client.apps().first)
      let old = try await it.client.trigger(app.slug, .init(branch: "main", workflowID: "p"))
      #expect(try await it.client.build(app, old.buildSlug).number == old.buildNumber)
      let results = """
        {"status":"ok","results":[{"build_slug":"\(old.buildSlug)","build_number":91,
         "build_url":"u","triggered_workflow":"p","triggered_pipeline":"","status":"ok",
         "message":"m"}]}
        """
      it.simulator.misbehave("/builds", [.status(201, body: results)])
      let new = try await it.client.trigger(app.slug, .init(workflowID: "p"))
      #expect(new.buildSlug == old.buildSlug)
      #expect(new.buildNumber == 91)
    }
  }

  @Test func `a trigger that is refused says why`() async throws {
    try await Simulated.run { it async throws in
      let app = try #require(try await it.client.apps().first)
      it.simulator.misbehave(
        "/builds",
        [
          .status(
            400,
            body: #"{"status":"error","message":"trigger not allowed","service":"bitrise"}"#)
        ])
      let error = await it.failure { _ = try await it.client.trigger(app.slug, .init()) }
      #expect(error?.sentence == "trigger not allowed")
    }
  }

  @Test func `a build that runs is aborted`() async throws {
    try await Simulated.run { it async throws in
      let (app, build) = try await it.begin()
      it.simulator.advance(by: 8)
      try await it.client.abort(app.slug, build.slug, reason: "by hand")
      let aborted = try await it.client.build(app, build.slug)
      #expect(aborted.status == .aborted)
      #expect(aborted.abortReason == "by hand")
    }
  }

  @Test func `the workflows that were ever run can be run`() async throws {
    try await Simulated.run { it async throws in
      let app = it.simulator.appSlug(0)
      let workflows = try await it.client.workflows(AppSlug(rawValue: app))
      #expect(workflows == ["primary", "deploy", "nightly"])
    }
  }

  @Test func `a role is known where it can be, and else left open`() async throws {
    try await Simulated.run { it async throws in
      let app = AppSlug(rawValue: it.simulator.appSlug(0))
      #expect(await it.client.role(in: app) == nil)
      it.simulator.misbehave(
        "/organizations",
        [.status(200, body: Self.organizations)])
      #expect(await it.client.role(in: app) == .owner)
      let other = AppSlug(rawValue: it.simulator.appSlug(1))
      it.simulator.misbehave("/roles/admin", [.status(200, body: #"{"groups":["x"]}"#)])
      it.simulator.misbehave(
        "/roles/platform_engineer", [.status(200, body: #"{"groups":["5f0c2c1d9a3b4e6f"]}"#)])
      #expect(await it.client.role(in: other) == .platformEngineer)
    }
  }

  @Test func `a pipeline's build is rebuilt by the pipeline's own endpoint`() async throws {
    try await Simulated.run { it async throws in
      let (app, build) = try await it.begin { $0.pipelineWorkflow = "w-1" }
      #expect(build.isOfPipeline)
      let early = await it.failure { try await it.client.rebuildPipeline(of: build) }
      #expect(early?.sentence.contains("may still run") == true)
      it.simulator.advance(by: 100)
      try await it.client.rebuildPipeline(of: build)
      let posts = it.simulator.heard.filter { $0.method == "POST" }
      #expect(posts.count == 2)
      let isSo = posts.allSatisfy {
        $0.path.hasSuffix("/pipelines/pipeline-\(build.number)/rebuild")
      }
      #expect(isSo)
      #expect(try await it.client.builds(of: app, limit: 1).first?.number == build.number + 1)
    }
  }
}
