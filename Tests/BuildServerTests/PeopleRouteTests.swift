import BuildAPI
import BuildDatabase
import BuildModel
import Foundation
import Testing

@testable import BuildServer

@Suite struct PeopleRouteTests {
  /// Calls the service as an administrator without a role in the app.
  private static func call(
    _ bench: Bench, _ way: Way = .router, _ body: @escaping @Sendable (Caller) async throws -> Void
  ) async throws {
    let root = try await bench.makeAdministrator()
    try await bench.call(way) { try await body($0.with(root)) }
  }

  @Test(arguments: Way.allCases)
  func `users are added, listed and removed`(way: Way) async throws {
    let bench = try await Bench()
    try await Self.call(bench, way) { root in
      let added = try await root.post(Paths.users, #"{"username":"kim@example.com"}"#)
      #expect(added.status == 201)
      let kim = try added.decode(Envelope<UserBody>.self).data
      #expect(kim.username == "kim@example.com" && !kim.isAdmin && kim.apps.isEmpty)
      let listed = try await root.get(Paths.users).decode(Page<UserBody>.self)
      #expect(listed.paging.totalItemCount == 8)
      #expect(listed.data.contains { $0.slug == kim.slug })
      #expect(listed.data.first { $0.username == "manager" }?.apps.map(\.role) == [.developer])
      #expect(try await root.ask(.delete, Paths.user(kim.username)).status == 200)
      try await root.ask(.delete, Paths.user(kim.username)).refusal(404)
    }
    #expect(
      try await bench.audit().suffix(2).map { $0.split(separator: "|").last } == [
        " kim@example.com", " kim@example.com",
      ])
  }

  @Test(arguments: [
    "", "-x", "a b", "a/b", "0123456789abcdef", "é", "owner", String(repeating: "a", count: 65),
  ])
  func `a name that cannot be used is refused`(name: String) async throws {
    let bench = try await Bench()
    try await Self.call(bench) { root in
      try await root.post(Paths.users, #"{"username":"\#(name)"}"#).refusal(400)
    }
  }

  @Test func `who owns an app goes only when it is given to somebody`() async throws {
    let bench = try await Bench()
    try await Self.call(bench) { root in
      let message = try await root.ask(.delete, Paths.user("owner")).refusal(400)
      #expect(message == "Nobody but owner owns sample; name a user to give that to.")
      try await root.ask(.delete, Paths.user("owner") + "?give_apps_to=nobody").refusal(404)
      #expect(
        try await root.ask(.delete, Paths.user("owner") + "?give_apps_to=member").status == 200)
      try await root.with(bench.owner).get(Paths.me).refusal(401)
      let heir = root.with(bench.tokens[.tester])
      #expect(try await heir.get(Paths.members(bench.app.slug)).status == 200)
    }
  }

  @Test func `the only administrator cannot be removed`() async throws {
    let bench = try await Bench()
    try await Self.call(bench) { root in
      try await root.ask(.delete, Paths.user("root")).refusal(400)
    }
  }

  @Test func `an owner gives and takes roles`() async throws {
    let bench = try await Bench()
    let app = bench.app.slug
    try await bench.call(.router) { owner in
      let stranger = owner.with(bench.strangersToken)
      try await stranger.get(Paths.app(app)).refusal(404)
      let path = Paths.member(app, "stranger")
      #expect(try await owner.ask(.put, path, #"{"role":"member"}"#).status == 200)
      #expect(try await stranger.get(Paths.app(app)).status == 200)
      let members = try await owner.get(Paths.members(app)).decode(Page<MemberBody>.self).data
      #expect(members.map(\.username).contains("stranger"))
      #expect(try await owner.ask(.put, path, #"{"role":"none"}"#).status == 200)
      try await stranger.get(Paths.app(app)).refusal(404)
      try await owner.ask(.put, path, #"{"role":"king"}"#).refusal(400)
      try await owner.ask(.put, Paths.member(app, "nobody"), #"{"role":"member"}"#).refusal(404)
    }
  }

  @Test func `an admin cannot rise to owner, nor topple one`() async throws {
    let bench = try await Bench()
    let app = bench.app.slug
    try await bench.call(.router) { owner in
      let admin = owner.with(bench.tokens[.admin])
      for (name, role) in [("admin", "owner"), ("stranger", "owner"), ("owner", "manager")] {
        try await admin.ask(.put, Paths.member(app, name), #"{"role":"\#(role)"}"#)
          .refusal(403, .role)
      }
      try await owner.ask(.put, Paths.member(app, "owner"), #"{"role":"admin"}"#).refusal(400)
    }
  }

  @Test func `a role that was taken away is gone for the next request`() async throws {
    let bench = try await Bench()
    let app = bench.app.slug
    let build = try await bench.makeFinishedBuild()
    try await bench.call(.router) { owner in
      let developer = owner.with(bench.tokens[.developer])
      #expect(try await developer.get(Paths.log(app, build.slug)).status == 200)
      _ = try await owner.ask(.put, Paths.member(app, "manager"), #"{"role":"member"}"#)
      try await developer.get(Paths.log(app, build.slug)).refusal(403, .role)
    }
  }

  @Test(arguments: Way.allCases)
  func `a role's holders are told and replaced in Bitrise's shape`(way: Way) async throws {
    let bench = try await Bench()
    let app = bench.app.slug
    let developer = try await bench.user(bench.tokens[.developer] ?? "").slug
    let stranger = try await bench.user(bench.strangersToken).slug
    try await bench.call(way) { owner in
      let path = Paths.holders(app, of: .developer)
      #expect(try await owner.get(path).text == #"{"groups":["\#(developer)"]}"#)
      let replaced = try await owner.ask(.put, path, #"{"groups":["\#(stranger)"]}"#)
      #expect(replaced.text == #"{"groups":["\#(stranger)"]}"#)
      let unknown = try await owner.ask(.put, path, #"{"groups":["nobody"]}"#)
      #expect(unknown.status == 422)
      #expect(
        try unknown.decode(ProxyErrorBody.self).errorMessage == "There is no user nobody.")
      #expect(try await owner.get(path).text == #"{"groups":["\#(stranger)"]}"#)
      let owners = try await owner.get(Paths.holders(app, of: .owner))
      #expect(owners.status == 404 && owners.text.contains("error_msg"))
      let wrong = try await owner.ask(.put, Paths.holders(app, of: .owner), #"{"groups":[]}"#)
      #expect(wrong.status == 422)
    }
  }
}
