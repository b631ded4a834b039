import BuildAPI
import BuildModel
import Foundation
import GRDB
import Hummingbird
import TestSupport
import Testing

@testable import BuildDatabase
@testable import BuildServer

@Suite(.timeLimit(.minutes(1))) struct EventFeedTests {
  private static func feed(
    _ bench: Bench, role: Role = .owner, after id: String? = nil
  ) async throws -> EventFeed {
    let token = bench.tokens[role] ?? ""
    let user = try #require(
      try await bench.parts.store.user(tokenHash: TokenDigest.hash(of: token)))
    return EventFeed(
      hub: bench.parts.hub, store: bench.parts.store, user: user.slug, lastEventID: id)
  }

  /// Listens while the body runs; returns all that was written.
  private static func listen(
    to feed: EventFeed, heartbeat: Duration = .seconds(60),
    _ body: @escaping @Sendable (WaitableText) async throws -> Void
  ) async throws -> String {
    let paper = Paper()
    let text = paper.text
    let crier = EventCrier(
      hub: feed.hub, store: feed.store, heartbeat: heartbeat,
      logger: ServiceConfiguration.quietLogger)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await crier.run() }
      group.addTask {
        var writer: any ResponseBodyWriter = paper
        do { try await feed.write(to: &writer) } catch is CancellationError { return }
      }
      try await body(text)
      group.cancelAll()
    }
    return text.text
  }

  /// Waits until a listener was told of an event.
  private static func news(for listener: EventListener, upTo number: Int = 1) async {
    while let taken = await listener.take() {
      guard case .news(let events) = taken.delivery else { continue }
      if events.contains(where: { $0.number >= number }) { return }
    }
  }

  @Test func `builds, steps and logs are told as they change`() async throws {
    let bench = try await Bench()
    let feed = try await Self.feed(bench)
    let written = try await Self.listen(to: feed) { text in
      await text.wait(for: ": welcome")
      let build = try await bench.makeBuild(isRemote: true)
      let window = AccessWindow(state: .open, openedAt: build.triggeredAt, grace: 1, extra: 0)
      try await bench.tell(build, [.started, .windowChanged(window)])
      await text.wait(for: "event: window")
    }
    let boot = bench.parts.hub.boot
    #expect(written.hasPrefix(": welcome\nid: \(boot)-0\n\nid: \(boot)-1\nevent: build\ndata: {"))
    #expect(written.contains("id: \(boot)-3\nevent: window\n"))
    #expect(!written.contains("event: reset"))
  }

  @Test func `one who comes back is told what was missed, and nothing twice`() async throws {
    let bench = try await Bench()
    let build = try await bench.makeBuild()
    try await bench.tell(build, [.started])
    let hub = bench.parts.hub
    let feed = try await Self.feed(bench, after: hub.id(1))
    let written = try await Self.listen(to: feed) { text in
      await text.wait(for: "id: \(hub.id(2))\n")
    }
    #expect(!written.contains("id: \(hub.id(1))\n"))
    #expect(!written.contains("event: reset"))
  }

  @Test(arguments: ["otherrun-1", "nonsense", "", "BOOT-99"])
  func `one who cannot be told what was missed reads everything anew`(id: String) async throws {
    let bench = try await Bench()
    _ = try await bench.makeBuild()
    let hub = bench.parts.hub
    let feed = try await Self.feed(
      bench, after: id.replacingOccurrences(of: "BOOT", with: hub.boot))
    let written = try await Self.listen(to: feed) { text in
      await text.wait(for: "event: reset")
      _ = try await bench.makeBuild()
      await text.wait(for: "event: build")
    }
    #expect(written.hasPrefix("id: \(hub.id(1))\nevent: reset\ndata: {}\n\n"))
  }

  @Test func `a quiet line is shown to stand`() async throws {
    let bench = try await Bench()
    let feed = try await Self.feed(bench)
    let written = try await Self.listen(to: feed, heartbeat: .milliseconds(5)) { text in
      await text.wait(for: ": ping\n\n: ping\n\n")
    }
    #expect(!written.contains("event:"))
  }

  @Test func `testers hear of builds but not of windows`() async throws {
    let bench = try await Bench()
    let feed = try await Self.feed(bench, role: .tester)
    let written = try await Self.listen(to: feed) { text in
      await text.wait(for: ": welcome")
      let build = try await bench.makeBuild(isRemote: true)
      try await bench.tell(build, [.windowChanged(AccessWindow(grace: 1)), .started])
      await text.wait(for: "id: \(bench.parts.hub.id(3))\n")
    }
    #expect(!written.contains("event: window"))
    #expect(written.contains("event: build"))
  }

  @Test func `who has no role in an app hears nothing of it`() async throws {
    let bench = try await Bench()
    let user = try #require(
      try await bench.parts.store.user(
        tokenHash: TokenDigest.hash(of: bench.strangersToken)))
    let feed = EventFeed(
      hub: bench.parts.hub, store: bench.parts.store, user: user.slug, lastEventID: nil)
    let written = try await Self.listen(to: feed) { text in
      await text.wait(for: ": welcome")
      // Once the owner was told, so was everybody who may hear of it.
      let owner = bench.parts.hub.listen(as: try await bench.user(bench.owner).slug)
      _ = try await bench.makeBuild()
      await Self.news(for: owner)
      // With a role, from now on, and no longer without.
      try await bench.parts.store.setRole(.tester, of: user.slug, in: bench.app.slug)
      _ = try await bench.makeBuild()
      await text.wait(for: "event: build")
      try await bench.parts.store.setRole(.developer, of: user.slug, in: bench.app.slug)
      let build = try await bench.makeBuild(isRemote: true)
      try await bench.tell(build, [.windowChanged(AccessWindow(grace: 1))])
      await text.wait(for: "event: window")
      try await bench.parts.store.database.write {
        try $0.execute(literal: "DELETE FROM role WHERE user = \(user.slug.rawValue)")
      }
      let last = try await bench.makeBuild()
      await Self.news(for: owner, upTo: 5)
      try await bench.parts.store.setRole(.tester, of: user.slug, in: bench.app.slug)
      try await bench.tell(last, [.started])
      await text.wait(for: "id: \(bench.parts.hub.id(6))\n")
      bench.parts.hub.dismiss(owner)
    }
    let ids = written.matches(of: /id: \w+-(\d+)\n/).map { $0.1 }
    #expect(ids == ["0", "2", "3", "4", "6"])
  }

  @Test func `who is slow costs little, and then reads everything anew`() async throws {
    let bench = try await Bench()
    let hub = bench.parts.hub
    let feed = try await Self.feed(bench)
    let listener = hub.listen(as: feed.user)
    _ = try await bench.makeBuild()
    // Nobody takes anything out, of more than may lie ready.
    let event = try #require(hub.events(after: 0)?.first)
    let most = EventListener.mostBytes
    for _ in 0...(most / event.text.readableBytes) { listener.offer(.news([event])) }
    #expect(listener.readyBytes <= most)
    #expect(listener.readyBytes > most / 2)
    listener.offer(.heartbeat)
    var gaps: [Bool] = []
    while listener.readyBytes > 0 { gaps.append(try #require(await listener.take()).hasGap) }
    #expect(gaps.last == true)
    #expect(gaps.dropLast().allSatisfy { !$0 })
    // Back in step, they are told again.
    listener.offer(.news([event]))
    #expect(try #require(await listener.take()).hasGap == false)
    hub.dismiss(listener)
  }

  @Test func `what nobody could be told of is read anew by everybody`() async throws {
    let bench = try await Bench()
    let hub = bench.parts.hub
    let feed = try await Self.feed(bench)
    let written = try await Self.listen(to: feed) { text in
      await text.wait(for: ": welcome")
      for listener in hub.listeners { listener.leaveGap() }
      await text.wait(for: "event: reset")
      _ = try await bench.makeBuild()
      await text.wait(for: "event: build")
    }
    #expect(written.contains("\n\nid: \(hub.id(0))\nevent: reset\ndata: {}\n\nid: \(hub.id(1))\n"))
  }
}
