import BuildAPI
import BuildDatabase
import BuildModel
import Foundation
import Hummingbird
import Synchronization
import TestSupport
import Testing

@testable import BuildServer

@Suite(.timeLimit(.minutes(1))) struct TokenRouteTests {
  /// A clock that a test sets.
  private final class Clock: Sendable {
    let time = Mutex(Date(timeIntervalSince1970: 1_800_000_000))
    var now: Date { time.withLock { $0 } }
    func pass(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }
  }

  @Test(arguments: Way.allCases)
  func `a token is shown once and lets its holder in until it is revoked`(way: Way) async throws {
    let bench = try await Bench()
    try await bench.call(way) { owner in
      let made = try await owner.post(Paths.tokens, #"{"label":"laptop"}"#)
      #expect(made.status == 201)
      let body = try made.decode(Envelope<TokenBody>.self).data
      let token = try #require(body.token)
      #expect(body.label == "laptop" && body.user.username == "owner")
      let caller = owner.with(token)
      #expect(try await caller.get(Paths.me).status == 200)
      let listed = try await owner.get(Paths.tokens)
      #expect(!listed.text.contains(token))
      let rows = try listed.decode(Page<TokenBody>.self).data
      #expect(rows.first?.id == body.id)
      #expect(rows.first?.lastUsedAt != nil)
      #expect(try await owner.ask(.delete, Paths.token(body.id)).status == 200)
      try await caller.get(Paths.me).refusal(401)
      try await owner.ask(.delete, Paths.token(body.id)).refusal(404)
    }
  }

  @Test func `others' tokens are an administrator's to make, see and revoke`() async throws {
    let bench = try await Bench()
    let root = try await bench.makeAdministrator()
    try await bench.call(.router) { owner in
      let admin = owner.with(root)
      let made = try await admin.post(Paths.tokens, #"{"user":"manager"}"#)
      let body = try made.decode(Envelope<TokenBody>.self).data
      #expect(body.user.username == "manager")
      #expect(
        try await admin.get(Paths.tokens + "?user=manager").decode(Page<TokenBody>.self).data
          .count == 2)
      #expect(
        try await admin.get(Paths.tokens + "?all=true").decode(Page<TokenBody>.self).data.count
          == 8)
      try await owner.post(Paths.tokens, #"{"user":"manager"}"#).refusal(403, .role)
      try await owner.get(Paths.tokens + "?user=manager").refusal(403, .role)
      try await owner.get(Paths.tokens + "?user=nobody").refusal(403, .role)
      try await owner.ask(.delete, Paths.token(body.id)).refusal(404)
      #expect(try await admin.ask(.delete, Paths.token(body.id)).status == 200)
    }
  }

  @Test func `a token that has expired lets nobody in`() async throws {
    let clock = Clock()
    let bench = try await Bench { $0.now = { clock.now } }
    try await bench.call(.router) { owner in
      let expiry = WireTime.text(clock.now + 60)
      let made = try await owner.post(Paths.tokens, #"{"expires_at":"\#(expiry)"}"#)
      let token = try made.decode(Envelope<TokenBody>.self).data.token
      clock.pass(59)
      #expect(try await owner.with(token).get(Paths.me).status == 200)
      clock.pass(1)
      try await owner.with(token).get(Paths.me).refusal(401)
    }
  }

  @Test func `a token that expires makes none that outlives it`() async throws {
    let bench = try await Bench()
    let short = try await bench.makeToken(for: "owner", expiresAt: Date() + 3600)
    try await bench.call(.router) { owner in
      let caller = owner.with(short)
      try await caller.post(Paths.tokens, "{}").refusal(400, .limit)
      let late = WireTime.text(Date() + 7200)
      try await caller.post(Paths.tokens, #"{"expires_at":"\#(late)"}"#).refusal(400, .limit)
      let soon = WireTime.text(Date() + 60)
      #expect(
        try await caller.post(Paths.tokens, #"{"expires_at":"\#(soon)"}"#).status == 201)
      let past = WireTime.text(Date() - 60)
      try await owner.post(Paths.tokens, #"{"expires_at":"\#(past)"}"#).refusal(400)
    }
  }

  @Test func `the last use is written once a minute, not at each request`() async throws {
    let clock = Clock()
    let bench = try await Bench { $0.now = { clock.now } }
    let id = try await bench.id(of: bench.owner)
    func lastUse() async throws -> Date? { try await bench.parts.store.token(id)?.lastUsedAt }
    let start = clock.now
    try await bench.call(.router) { owner in
      for _ in 1...3 {
        _ = try await owner.get(Paths.me)
        clock.pass(29)
      }
    }
    #expect(try await lastUse() == start)
    try await bench.call(.router) { owner in _ = try await owner.get(Paths.me) }
    #expect(try await lastUse() == start + 87)
  }

  @Test func `wrong and expired tokens are in the audit, and a flood of them is counted`()
    async throws
  {
    let clock = Clock()
    let bench = try await Bench { $0.now = { clock.now } }
    let expired = try await bench.makeToken(for: "owner", expiresAt: clock.now)
    try await bench.call(.live) { owner in
      for _ in 1...100 { try await owner.with("airlock_wrong").get(Paths.me).refusal(401) }
      try await owner.with(expired).get(Paths.me).refusal(401)
      try await owner.with(nil).get(Paths.me).refusal(401)
    }
    func refusals() async throws -> [String] {
      try await bench.audit().filter { $0.contains("token_refused") }
    }
    let id = try await bench.id(of: expired)
    let first = [
      "127.0.0.1 | token_refused | unknown token",
      "owner | 127.0.0.1 | token_refused | token \(id) has expired",
    ]
    #expect(try await refusals() == first)
    clock.pass(60)
    await bench.parts.audit.tellCounts()
    #expect(
      try await refusals() == first + ["127.0.0.1 | token_refused | unknown token (99 times)"])
  }

  // MARK: Streams

  @Test func `revoking a token ends the stream that rests on it, and no other`() async throws {
    let bench = try await Bench()
    let token = try await bench.makeToken(for: "owner", expiresAt: nil)
    let id = try await bench.id(of: token)
    let passes = bench.parts.revocations
    let stored = try #require(try await bench.parts.store.token(id))
    let other = try #require(
      try await bench.parts.store.token(try await bench.id(of: bench.owner)))
    let (mine, others) = (passes.admit(stored) { Date() }, passes.admit(other) { Date() })
    let ended = try await bench.listen(mine) { text in
      await text.wait(for: ": welcome")
      try await bench.call(.router) { owner async throws in
        #expect(try await owner.ask(.delete, Paths.token(id.rawValue)).status == 200)
      }
      await text.wait(for: "END")
    }
    #expect(!ended.contains("event:"))
    #expect(!mine.isGood && others.isGood)
  }

  @Test func `removing a user ends their streams`() async throws {
    let bench = try await Bench()
    let root = try await bench.makeAdministrator()
    let id = try await bench.id(of: bench.tokens[.tester] ?? "")
    let stored = try #require(try await bench.parts.store.token(id))
    let pass = bench.parts.revocations.admit(stored) { Date() }
    try await bench.call(.router) { owner async throws in
      #expect(try await owner.with(root).ask(.delete, Paths.user("member")).status == 200)
    }
    #expect(!pass.isGood)
  }

  @Test func `a stream whose token has expired is told nothing more`() async throws {
    let clock = Clock()
    let bench = try await Bench()
    let pass = StreamPass(expiresAt: clock.now + 60) { clock.now }
    let text = try await bench.listen(pass) { text in
      await text.wait(for: ": welcome")
      clock.pass(60)
      _ = try await bench.makeBuild()
      await text.wait(for: "END")
    }
    #expect(!text.contains("event:"))
  }

  @Test func `over a real connection, revoking ends the stream and the next is refused`()
    async throws
  {
    let folder = try TemporaryFolder()
    try await withService(.plain(folder.url)) { running in
      let made = try await running.ask(.post, Paths.tokens, "{}")
        .decode(Envelope<TokenBody>.self).data
      var guest = running
      guest.token = try #require(made.token)
      let text = WaitableText()
      try await withThrowingTaskGroup(of: Void.self) { [guest] group in
        // Returns when the service ends the stream.
        group.addTask { try await guest.follow(text) }
        await text.wait(for: ": welcome")
        #expect(try await running.ask(.delete, Paths.token(made.id)).status == 200)
        try await group.waitForAll()
      }
      #expect(try await guest.ask(.get, Paths.events).status == 401)
    }
  }
}

extension Bench {
  /// Listens to events as the owner while the body runs; returns all that was written.
  fileprivate func listen(
    _ pass: StreamPass, _ body: @escaping @Sendable (WaitableText) async throws -> Void
  ) async throws -> String {
    let paper = Paper()
    let text = paper.text
    var feed = EventFeed(
      hub: parts.hub, store: parts.store, user: try await user(owner).slug, lastEventID: nil)
    feed.pass = pass
    let crier = Task { await parts.crier.run() }
    defer { crier.cancel() }
    try await withThrowingTaskGroup(of: Void.self) { [feed] group in
      group.addTask {
        var writer: any ResponseBodyWriter = paper
        try await feed.write(to: &writer)
      }
      try await body(text)
    }
    return text.text
  }
}
