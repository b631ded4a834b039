import BuildAPI
import Foundation
import Testing

@testable import BuildServer

@Suite struct AuthenticationTests {
  @Test(arguments: Way.allCases)
  func `both forms of the header let a token's holder in`(way: Way) async throws {
    let bench = try await Bench()
    try await bench.call(way) { caller in
      for header in [bench.owner, "token \(bench.owner)", "Token \(bench.owner)"] {
        let me = try await caller.with(header).get(Paths.me)
        #expect(me.status == 200)
        #expect(try me.decode(Envelope<MeBody>.self).data.username == "owner")
      }
    }
  }

  @Test(arguments: Way.allCases)
  func `without a token, or with a wrong one, everything is refused`(way: Way) async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild()
    let app = bench.app.slug
    let paths = [
      Paths.me, Paths.apps, Paths.app(app), Paths.workflows(app), Paths.configuration(app),
      Paths.stacks, Paths.builds, Paths.builds(app), Paths.build(app, build.slug),
      Paths.log(app, build.slug), Paths.logSummary(app, build.slug),
      Paths.access(app, build.slug), Paths.windows, Paths.events,
    ]
    try await bench.call(way) { caller in
      let wrong = [nil, "", "token ", "airlock_wrong", "bearer \(bench.owner)", bench.owner + "0"]
      for token in wrong {
        for path in paths { try await caller.with(token).get(path).refusal(401) }
      }
      for path in [
        Paths.registerApp, Paths.builds(app), Paths.rebuild(app, build.slug),
        Paths.abort(app, build.slug), Paths.extend(app, build.slug),
      ] { try await caller.with(nil).post(path, "{}").refusal(401) }
      try await caller.with(nil).ask(.delete, Paths.access(app, build.slug)).refusal(401)
    }
  }

  @Test func `a token is kept as a digest only`() async throws {
    let bench = try await Bench()
    try bench.parts.store.close()
    let data = bench.folder.url.appending(path: "data")
    for file in try FileManager.default.contentsOfDirectory(
      at: data, includingPropertiesForKeys: nil)
    where !file.hasDirectoryPath {
      let bytes = try Data(contentsOf: file)
      #expect(bytes.range(of: Data(bench.owner.utf8)) == nil)
    }
  }

  @Test(arguments: [
    ("localhost", true), ("localhost:80", true), ("127.0.0.1:1", true), ("[::1]:1", true),
    ("LOCALHOST", true), ("evil.example", false), ("127.0.0.1.evil.example", false),
    ("localhost.evil.example:80", false), ("", false), ("[::2]", false),
  ])
  func `on loopback only loopback's names are answered to`(name: String, isOurs: Bool) {
    #expect(LoopbackNameGate.isLoopback(name) == isOurs)
  }
}
