package import Foundation
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// Bitrise's API v0.1 on loopback, made of recorded answers, well-behaved or not.
///
/// Its time is the real one and whatever it is advanced by, so tests need not wait.
package final class BitriseSimulator: Sendable {
  package static let token = "bitpat_simulated"

  struct State: Sendable {
    var world: World
    var mischief: [(path: String, left: Int, kind: Mischief)] = []
    var log = LogHabits()
    var heard: [HeardRequest] = []
    var advanced: TimeInterval = 0
    var connections = 0
    var isTester = false
    var script: @Sendable (inout ScriptedBuild) -> Void = { _ in }
    var panel = ""
    /// What was uploaded, by app.
    var configurations: [Int: String] = [:]
  }

  let state: Mutex<State>
  private let runner = Mutex<Task<Void, Never>?>(nil)
  private let ports = Mutex<Int>(0)

  package init(apps: Int = 3, builds: Int = 120) {
    state = Mutex(
      State(world: World(apps: apps, builds: builds, bornAt: Date())))
  }

  package var port: Int { ports.withLock { $0 } }
  package var url: URL { URL(string: "http://127.0.0.1:\(port)") ?? URL(filePath: "/") }

  /// Listens; comes back once it does.
  ///
  /// - Parameter port: 0 for one of the system's choice.
  package func start(port: Int = 0) async throws {
    let (running, continuation) = AsyncStream<Int>.makeStream()
    var logger = Logger(label: "simulator")
    logger.logLevel = .critical
    let watch = ConnectionWatch.Count(simulator: self)
    let application = Application(
      router: SimulatorRoutes(simulator: self).router(),
      server: .http1(configuration: .init(additionalChannelHandlers: [ConnectionWatch(watch)])),
      configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: "simulator"),
      onServerRunning: { continuation.yield($0.localAddress?.port ?? 0) }, logger: logger)
    let task = Task {
      do { try await application.run() } catch {}
      continuation.finish()
    }
    runner.withLock { $0 = task }
    for await port in running {
      ports.withLock { $0 = port }
      return
    }
    throw NotListening(port: port)
  }

  package struct NotListening: Error { package let port: Int }

  /// Stops listening and cuts every connection.
  package func stop() async {
    let task = runner.withLock { runner in
      defer { runner = nil }
      return runner
    }
    task?.cancel()
    await task?.value
  }

  // MARK: What it is told

  var now: Date { state.withLock { Date().addingTimeInterval($0.advanced) } }

  /// Lets time pass; its clock, by which its answers are dated too, is ahead of ours then.
  package func advance(by seconds: TimeInterval) { state.withLock { $0.advanced += seconds } }

  /// The next answers to requests whose path contains a text are these, one after the other.
  package func misbehave(_ path: String, _ kinds: [Mischief], times: Int = 1) {
    state.withLock { state in
      for kind in kinds { state.mischief.append((path, times, kind)) }
    }
  }

  package func behave() { state.withLock { $0.mischief = [] } }

  package func tellLogs(_ change: (inout LogHabits) -> Void) {
    state.withLock { change(&$0.log) }
  }

  /// How builds that are asked for from now on go.
  package func script(_ script: @escaping @Sendable (inout ScriptedBuild) -> Void) {
    state.withLock { $0.script = script }
  }

  /// What the page of a build shows of remote access.
  package func showPanel(_ text: String) { state.withLock { $0.panel = text } }

  package func setTester(_ isTester: Bool) { state.withLock { $0.isTester = isTester } }

  /// Starts a build of an app.
  @discardableResult
  package func begin(
    app: Int = 0, _ change: (inout ScriptedBuild) -> Void = { _ in }
  ) -> (app: String, build: String, number: Int) {
    let now = self.now
    return state.withLock { state in
      let script = state.script
      let build = state.world.add { number in
        var build = ScriptedBuild(
          slug: UUID().uuidString.lowercased(), app: app, number: number, createdAt: now)
        script(&build)
        change(&build)
        return build
      }
      return (state.world.appSlug(app), build.slug, build.number)
    }
  }

  /// All builds that were begun here are gone.
  package func forgetBuilds() { state.withLock { $0.world.scripted = [] } }

  package func appSlug(_ app: Int) -> String { state.withLock { $0.world.appSlug(app) } }

  // MARK: What it has seen

  package var heard: [HeardRequest] { state.withLock { $0.heard } }
  package func forgetHeard() { state.withLock { $0.heard = [] } }
  /// How many connections have been opened to it.
  package var connections: Int { state.withLock { $0.connections } }
}
