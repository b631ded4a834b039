import BuildAPI
import BuildModel
import Testing

@testable import BuildServer

@Suite struct RoleTests {
  @Test(arguments: Role.allCases, Way.allCases)
  func `every role sees builds, and all but testers get in`(role: Role, way: Way) async throws {
    let bench = try await Bench()
    let build = try await bench.makeFinishedBuild(isRemote: true)
    let waiting = try await bench.makeBuild(isRemote: true)
    let app = bench.app.slug
    let mayAct = role != .tester
    try await bench.call(way) { caller in
      let caller = caller.with(bench.tokens[role])
      for path in [
        Paths.me, Paths.apps, Paths.app(app), Paths.builds, Paths.builds(app),
        Paths.build(app, build.slug), Paths.workflows(app), Paths.stacks, Paths.windows,
      ] { #expect(try await caller.get(path).status == 200, "\(path)") }
      let guarded = [
        try await caller.get(Paths.log(app, build.slug)),
        try await caller.get(Paths.logSummary(app, build.slug)),
        try await caller.get(Paths.access(app, build.slug)),
        try await caller.post(Paths.extend(app, waiting.slug), #"{"seconds":60}"#),
        try await caller.ask(.delete, Paths.access(app, waiting.slug)),
        try await caller.post(Paths.rebuild(app, build.slug), #"{"is_remote":true}"#),
        try await caller.post(Paths.rebuild(app, build.slug)),
        try await caller.post(
          Paths.builds(app), #"{"hook_info":{"type":"bitrise"},"build_params":{}}"#),
        try await caller.post(Paths.abort(app, waiting.slug), "{}"),
      ]
      for answer in guarded {
        if mayAct {
          #expect((200...201).contains(answer.status), "\(answer.text)")
        } else {
          #expect(try answer.refusal(403, .role).contains("Tester/QA"))
        }
      }
    }
  }

  @Test func `a tester is told of no windows`() async throws {
    let bench = try await Bench()
    _ = try await bench.makeBuild(isRemote: true)
    try await bench.call(.router) { caller in
      #expect(
        try await caller.get(Paths.windows).decode(Envelope<[RemoteAccessBody]>.self).data.count
          == 1)
      let testers = try await caller.with(bench.tokens[.tester]).get(Paths.windows)
      #expect(testers.text == #"{"data":[]}"#)
    }
  }
}
