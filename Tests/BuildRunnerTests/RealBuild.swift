import BuildMachine
import BuildModel
import Foundation
import Synchronization
import TestSupport

@testable import BuildRunner

/// A log in memory that tests can wait on.
final class MemoryLog: BuildLog {
  private let count = Mutex(0)
  let content = WaitableText()

  func write(_ bytes: [UInt8]) -> Int? {
    count.withLock { count in
      content.append(String(decoding: bytes, as: UTF8.self))
      count += 1
      return count
    }
  }

  var text: String { content.text }
}

/// One build in a real machine.
struct RealBuild {
  let scratch: MachineScratch
  let machine: any Machine
  let log = MemoryLog()
  let run: BuildRun
  private let changes: Changes

  private final class Changes: Sendable {
    let steps = Mutex<[Step]>([])
    let environment = Mutex<[String: String]>([:])
  }

  static let drivers = ["bubblewrap", "plain"]

  /// - Parameter steps: the value of `steps:`, indented by nothing.
  init(
    driver: String, steps: String, environment: [EnvironmentVariable] = []
  ) async throws {
    let indented = steps.split(separator: "\n", omittingEmptySubsequences: false)
      .map { "      " + $0 }.joined(separator: "\n")
    let text = "workflows:\n  test:\n    title: Tests\n    steps:\n" + indented
    let order = BuildOrder(
      build: BuildSlug(rawValue: "b-\(UUID().uuidString)"), number: 7,
      app: AppSlug(rawValue: "a"), appTitle: "Sample", repository: "/nowhere", workflow: "test",
      configuration: text, environment: environment)
    scratch = try MachineScratch()
    machine = try await MachineDrivers.choose(environment: Self.environment(driver))
      .driver.makeMachine(
        MachinePlan(
          folder: scratch.folder, hidden: [], agent: BuiltProducts.path(of: "airlock-agent"),
          hostname: "test"))
    let changes = Changes()
    self.changes = changes
    run = try BuildRun(
      WorkflowPlan(Configuration.parse(text, name: "bitrise.yml"), workflow: "test"), of: order,
      source: SourceState(
        remote: "/nowhere", branch: "main", commitHash: "c0ffee", commitMessage: "Begin"),
      in: machine, hostTemporary: scratch.folder + "/temporary",
      searchPath: "/usr/local/bin:/usr/bin:/bin", log: log,
      observer: .init(
        stepChanged: { step in changes.steps.withLock { $0.append(step) } },
        environmentChanged: { values in changes.environment.withLock { $0 = values } }))
  }

  /// Every change of a step that was reported.
  var reported: [Step] { changes.steps.withLock { $0 } }
  /// The steps as they ended.
  var ended: [Step] { reported.filter(\.status.isFinished) }
  /// The environment as last reported.
  var environment: [String: String] { changes.environment.withLock { $0 } }

  private static func environment(_ driver: String) -> [String: String] {
    ProcessInfo.processInfo.environment.merging([MachineDrivers.variable: driver]) { $1 }
  }
}
