import BuildAPI
import BuildDatabase
import BuildModel
import Foundation
import TestSupport
import Testing

@testable import BuildServer

@Suite struct AuditRouteTests {
  @Test func `asking for remote access and reading the way in are written down`() async throws {
    let bench = try await Bench()
    let build = try await bench.makeFinishedBuild()
    let app = bench.app.slug
    try await bench.call(.live) { owner in
      _ = try await owner.post(Paths.rebuild(app, build.slug), "{}")
      let slug = try await owner.post(Paths.rebuild(app, build.slug), #"{"is_remote":true}"#)
        .decode(TriggerResponse.self).buildSlug
      // No door yet, so nothing was read.
      #expect(try await owner.get(Paths.access(app, slug)).status == 200)
    }
    let lines = try await bench.audit(AuditFilter(apps: [app]))
    #expect(lines == ["owner | 127.0.0.1 | remote_access_asked | rebuild of #1"])
  }

  @Test func `what somebody was refused is written down with the reason`() async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild(isRemote: true)
    let app = bench.app.slug
    try await bench.call(.router) { owner in
      let tester = owner.with(bench.tokens[.tester])
      let stranger = owner.with(bench.strangersToken)
      _ = try await tester.get(Paths.access(app, build.slug))
      _ = try await tester.post(Paths.builds(app), "{}")
      _ = try await owner.post(Paths.rebuild(app, build.slug), "{}")
      _ = try await stranger.get(Paths.log(app, build.slug))
      _ = try await stranger.get(Paths.app(AppSlug(rawValue: "none")))
      _ = try await owner.get(Paths.builds(app) + "?status=9")
      _ = try await owner.with(bench.tokens[.developer]).get(Paths.secrets(app))
    }
    let lines = try await bench.parts.store.audit(AuditFilter(apps: [app]), page: PageRequest())
    let refused = lines.items.filter { $0.event == "refused" }.reversed()
    #expect(refused.map(\.userName) == ["member", "member", "owner", "stranger", "manager"])
    #expect(refused.map(\.build) == [build.slug, nil, build.slug, build.slug, nil])
    let details = refused.map(\.detail)
    #expect(
      details.first
        == "GET /apps/{app}/builds/{build}/remote-access: Your role in this app, Tester/QA, may"
        + " not use remote access.")
    #expect(details[2].contains("is not finished yet"))
    #expect(details[3].contains("There is no such app"))
  }

  @Test func `who is refused over and over is written down once, with a count later`()
    async throws
  {
    let start = Date()
    let bench = try await Bench { $0.now = { start } }
    let app = bench.app.slug
    try await bench.call(.router) { owner in
      let tester = owner.with(bench.tokens[.tester])
      for _ in 1...20 { _ = try await tester.get(Paths.configuration(app)) }
    }
    #expect(try await bench.audit(AuditFilter(apps: [app])).count == 1)
  }

  @Test(arguments: Way.allCases)
  func `an app's audit is for those who manage it, all of it for administrators`(
    way: Way
  ) async throws {
    let bench = try await Bench()
    let root = try await bench.makeAdministrator()
    let app = bench.app.slug
    try await bench.setSecret("KEY", "v")
    try await bench.call(way) { owner in
      func events(_ caller: Caller, _ query: String = "") async throws -> Set<String> {
        Set(
          try await caller.get(Paths.audit + query).decode(Page<AuditBody>.self).data.map(\.event))
      }
      #expect(try await events(owner) == ["secret_set"])
      #expect(try await events(owner, "?app=\(app)") == ["secret_set"])
      #expect(try await events(owner.with(root)) == ["secret_set", "token_made"])
      let developer = owner.with(bench.tokens[.developer])
      try await developer.get(Paths.audit).refusal(403, .role)
      try await developer.get(Paths.audit + "?app=\(app)").refusal(403, .role)
      try await owner.with(bench.strangersToken).get(Paths.audit + "?app=\(app)").refusal(404)
    }
  }

  @Test func `the audit is paged`() async throws {
    let bench = try await Bench()
    for number in 1...5 { try await bench.setSecret("KEY\(number)", "v") }
    try await bench.call(.router) { owner in
      let first = try await owner.get(Paths.audit + "?limit=2").decode(Page<AuditBody>.self)
      #expect(first.data.map(\.detail) == ["KEY5", "KEY4"])
      #expect(first.paging.totalItemCount == 5)
      let next = try #require(first.paging.next)
      let second = try await owner.get(Paths.audit + "?limit=2&next=\(next)")
        .decode(Page<AuditBody>.self)
      #expect(second.data.map(\.detail) == ["KEY3", "KEY2"])
      try await owner.get(Paths.audit + "?next=nonsense").refusal(400)
      try await owner.get(Paths.audit + "?after=yesterday").refusal(400)
      let later = Int(Date().timeIntervalSince1970) + 3600
      let none = try await owner.get(Paths.audit + "?after=\(later)").decode(Page<AuditBody>.self)
      #expect(none.data.isEmpty)
    }
  }

  @Test func `who asked to extend and to close a window is written down`() async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild(isRemote: true)
    let app = bench.app.slug
    try await bench.call(.router) { owner in
      _ = try await owner.post(Paths.extend(app, build.slug), #"{"seconds":60}"#)
      _ = try await owner.with(bench.tokens[.admin]).ask(.delete, Paths.access(app, build.slug))
    }
    #expect(
      try await bench.audit(AuditFilter(build: build.slug)) == [
        "owner | extension_asked | by 60 s", "admin | closing_asked",
      ])
  }
}

@Suite struct AuditDeskTests {
  @Test func `a flood from many places fills nothing`() async throws {
    let bench = try await Bench()
    let start = Date()
    for number in 0..<1000 {
      await bench.parts.audit.noteRepeated(
        AuditEntry(at: start, address: "10.0.\(number / 250).\(number % 250)", event: .tokenRefused)
      )
    }
    let lines = try await bench.audit().filter { $0.contains("token_refused") }
    #expect(lines.count <= 50)
    let all = try await bench.parts.store.audit(AuditFilter(), page: PageRequest(limit: 1000))
    let refused = all.items.filter { $0.event == "token_refused" }
    #expect(refused.count == AuditDesk.capacity + 1)
    #expect(refused.first?.detail == "others, too many to name")
    #expect(refused.first?.address == nil)
  }
}
