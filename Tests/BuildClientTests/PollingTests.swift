import BitriseSimulator
import BuildModel
import Foundation
import Synchronization
import Testing

@testable import BuildClient

@Suite struct PollingTests {
  /// What a poller tells, in words.
  private final class Told: Sendable {
    private let all = Mutex<[String]>([])
    var list: [String] { all.withLock { $0 } }
    func take(_ news: BuildClient.EventNews) {
      let word =
        switch news {
        case .connected(let isNew): isNew ? "connected" : "reconnected"
        case .event(.build(let body, _)): "build \(body.buildNumber) \(body.status)"
        case .event: "event"
        case .stirred: "stirred"
        case .lost: "lost"
        }
      all.withLock { $0.append(word) }
    }
    func clear() { all.withLock { $0 = [] } }
  }

  @Test func `a look tells what is new, and then only what has changed`() async throws {
    try await Simulated.run(builds: 5) { it async throws in
      let told = Told()
      var poller = Poller(client: it.client) { told.take($0) }
      let isMoving1 = try await poller.look()
      #expect(!isMoving1)
      #expect(told.list.first == "connected")
      #expect(told.list.count == 6)
      told.clear()
      let isMoving2 = try await poller.look()
      #expect(!isMoving2)
      #expect(told.list.isEmpty)
    }
  }

  @Test func `a build that runs makes it look often, until nothing moves`() async throws {
    try await Simulated.run(builds: 2) { it async throws in
      let told = Told()
      var poller = Poller(client: it.client) { told.take($0) }
      let number = it.simulator.begin().number
      let isMoving3 = try await poller.look()
      #expect(isMoving3)
      #expect(told.list.contains("stirred"))
      told.clear()
      it.simulator.advance(by: 100)
      let isMoving4 = try await poller.look()
      #expect(!isMoving4)
      #expect(told.list == ["build \(number) 2"])
    }
  }

  @Test func `a build that has left the list is still seen to its end`() async throws {
    try await Simulated.run(builds: 0) { it async throws in
      let told = Told()
      var poller = Poller(client: it.client) { told.take($0) }
      let number = it.simulator.begin { $0.steps[2].seconds = 1000 }.number
      _ = try await poller.look()
      for _ in 0..<60 { it.simulator.begin { $0.steps = [] } }
      it.simulator.advance(by: 900)
      _ = try await poller.look()
      it.simulator.advance(by: 900)
      told.clear()
      _ = try await poller.look()
      #expect(told.list.contains("build \(number) 2"))
    }
  }

  @Test func `a build that is gone is no reason to think the service is`() async throws {
    try await Simulated.run(builds: 2) { it async throws in
      let told = Told()
      var poller = Poller(client: it.client) { told.take($0) }
      it.simulator.begin()
      _ = try await poller.look()
      it.simulator.forgetBuilds()
      let isMoving = try await poller.look()
      #expect(!isMoving)
    }
  }

  @Test func `while nobody looks nothing is asked`() async throws {
    try await Simulated.run(builds: 3) { it async throws in
      it.client.attention.turn(there: false)
      _ = try await it.client.offer()
      var news = it.client.events().makeAsyncIterator()
      for _ in 0..<30 { _ = try await it.client.me() }
      #expect(!it.simulator.heard.contains { $0.path == "/v0.1/builds" })
      it.client.attention.turn(there: true)
      guard case .connected = await news.next() else {
        Issue.record("nothing was told to somebody who came to look")
        return
      }
    }
  }

  @Test func `whoever comes back does not wait for the next look`() async throws {
    let attention = Attention()
    let begin = ContinuousClock.now
    let sleeper = Task { try await attention.sleep(for: .seconds(60)) }
    while !attention.isWaitedFor { await Task.yield() }
    attention.turn(there: false)
    attention.turn(there: true)
    try await sleeper.value
    #expect(ContinuousClock.now - begin < .seconds(30))
  }

  @Test func `a service that goes and comes back is missed once and lost nothing`() async throws {
    let simulator = BitriseSimulator(apps: 1, builds: 2)
    try await simulator.start()
    let port = simulator.port
    let client = BuildClient(
      Connection(name: "b", url: simulator.url, token: Token(BitriseSimulator.token)))
    let told = Told()
    var poller = Poller(client: client) { told.take($0) }
    _ = try await poller.look()
    await simulator.stop()
    do {
      _ = try await poller.look()
      Issue.record("nobody was there, and that was not noticed")
    } catch {
      #expect((error as? ServiceError)?.code == .unreachable)
    }
    await poller.rest(after: ServiceError(.unreachable, "gone"), pause: .zero)
    let number = simulator.begin { $0.steps = [] }.number
    simulator.advance(by: 60)
    try await simulator.start(port: port)
    told.clear()
    _ = try await poller.look()
    #expect(told.list == ["reconnected", "build \(number) 1"])
    await simulator.stop()
  }
}
