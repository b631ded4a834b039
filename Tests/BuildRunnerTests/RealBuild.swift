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
  let redaction = Redaction()
  let context: RunContext
  private let changes: Changes

  private final class Changes: Sendable {
    let steps = Mutex<[Step]>([])
    let plans = Mutex<[[Step]]>([])
    let environment = Mutex<[String: String]>([:])
  }

  static let drivers = ["bubblewrap", "plain"]

  /// - Parameters:
  ///   - steps: the value of `steps:`, indented by nothing.
  ///   - more: further top-level keys of the configuration.
  ///   - files: the source, each text by its path.
  init(
    driver: String, steps: String, more: String = "", files: [String: String] = [:],
    secrets: [EnvironmentVariable] = [], environment: [EnvironmentVariable] = [],
    searchPath: (any Machine) -> String = { _ in "/usr/local/bin:/usr/bin:/bin" },
    change: (inout BuildOrder) -> Void = { _ in }
  ) async throws {
    let indented = steps.split(separator: "\n", omittingEmptySubsequences: false)
      .map { "      " + $0 }.joined(separator: "\n")
    let text = more + "workflows:\n  test:\n    title: Tests\n    steps:\n" + indented
    var order = BuildOrder(
      build: BuildSlug(rawValue: "b-\(UUID().uuidString)"), number: 7,
      app: AppSlug(rawValue: "a"), appTitle: "Sample", repository: "/nowhere", workflow: "test",
      configuration: text, environment: environment)
    change(&order)
    scratch = try MachineScratch()
    try scratch.put(files)
    machine = try await MachineDrivers.choose(environment: Self.environment(driver))
      .driver.makeMachine(
        MachinePlan(
          folder: scratch.folder, hidden: [], agent: BuiltProducts.path(of: "airlock-agent"),
          hostname: "test"))
    let changes = Changes()
    self.changes = changes
    var plan = try WorkflowPlan(Configuration.parse(text, name: "bitrise.yml"), workflow: "test")
    if plan.refusal == nil { plan = try plan.resolved(in: SourceTree(scratch.folder + "/source")) }
    context = try RunContext(
      plan, of: order,
      source: SourceState(
        remote: "/nowhere", branch: "main", commitHash: "c0ffee", commitMessage: "Begin"),
      in: machine, hostTemporary: scratch.folder + "/temporary",
      searchPath: searchPath(machine), secrets: secrets, log: log, redaction: redaction,
      observer: .init(
        stepsPlanned: { steps in changes.plans.withLock { $0.append(steps) } },
        stepChanged: { step in changes.steps.withLock { $0.append(step) } },
        environmentChanged: { values in changes.environment.withLock { $0 = values } }))
  }

  /// The run by ourselves.
  var run: BuildRun { BuildRun(context) }

  /// Every change of a step that was reported.
  var reported: [Step] { changes.steps.withLock { $0 } }
  /// The steps as they ended.
  var ended: [Step] { reported.filter(\.status.isFinished) }
  /// The plans that were told beyond the first.
  var plans: [[Step]] { changes.plans.withLock { $0 } }
  /// The environment as last reported.
  var environment: [String: String] { changes.environment.withLock { $0 } }

  private static func environment(_ driver: String) -> [String: String] {
    ProcessInfo.processInfo.environment.merging([MachineDrivers.variable: driver]) { $1 }
  }
}

extension MachineScratch {
  /// Puts files into the source; those that begin with `#!` can be run.
  fileprivate func put(_ files: [String: String]) throws {
    for (name, text) in files {
      let path = folder + "/source/" + name
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      chmod(path, text.hasPrefix("#!") ? 0o755 : 0o644)
    }
  }
}
