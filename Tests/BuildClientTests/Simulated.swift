import BitriseSimulator
import BuildModel
import Foundation
import Synchronization

@testable import BuildClient

/// A client of a simulator, and what its retries waited for instead of waiting.
struct Simulated {
  let simulator: BitriseSimulator
  let client: BuildClient
  let pauses: Pauses

  final class Pauses: Sendable {
    private let all = Mutex<[Duration]>([])
    var list: [Duration] { all.withLock { $0 } }
    func add(_ pause: Duration) { all.withLock { $0.append(pause) } }
  }

  /// Runs a test against a simulator of its own.
  static func run(
    apps: Int = 3, builds: Int = 120, _ body: (Simulated) async throws -> Void
  ) async throws {
    let simulator = BitriseSimulator(apps: apps, builds: builds)
    try await simulator.start()
    let pauses = Pauses()
    let retry = RetryPolicy(
      tries: 4, sleep: { pauses.add($0) }, jitter: { 1 })
    let client = BuildClient(
      Connection(
        name: "bitrise", url: simulator.url, token: Token(BitriseSimulator.token)), retry: retry)
    do {
      try await body(Simulated(simulator: simulator, client: client, pauses: pauses))
    } catch {
      await simulator.stop()
      throw error
    }
    await simulator.stop()
  }

  /// A build that the simulator runs, in our own words.
  func begin(
    _ change: (inout ScriptedBuild) -> Void = { _ in }
  ) async throws -> (app: App, build: Build) {
    let new = simulator.begin(app: 0, change)
    let app = try await client.app(AppSlug(rawValue: new.app))
    return (app, try await client.build(app, BuildSlug(rawValue: new.build)))
  }

  /// What a client throws.
  func failure(_ work: () async throws -> Void) async -> ServiceError? {
    do {
      try await work()
      return nil
    } catch {
      return error as? ServiceError
    }
  }
}
