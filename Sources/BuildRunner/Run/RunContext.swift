package import BuildMachine
package import BuildModel
package import Foundation

/// What a build's steps run with, whoever runs them.
package struct RunContext: Sendable {
  let plan: WorkflowPlan
  let order: BuildOrder
  let machine: any Machine
  let observer: RunObserver
  let now: @Sendable () -> Date
  let redaction: Redaction
  /// For our own words.
  let log: any BuildLog
  /// For what steps say, which is hidden in on the way.
  let output: any BuildLog
  let scratch: Scratch
  let envman: Envman
  let notes: SensitiveNotes
  let testResults: Scratch
  let triggerFile: TriggerFile
  /// Where programs are looked for, without our own.
  let searchPath: String
  private let builtin: [String: String]
  private let secrets: [DeclaredVariable]

  /// Prepares the machine for the steps; nothing may have run in it before.
  ///
  /// - Parameters:
  ///   - hostTemporary: the machine's temporary folder on the host.
  ///   - display: the variables by which programs find the machine's screen; none without one.
  ///   - secrets: the app's; they go into the environment of the steps and nowhere else.
  ///   - log: where the log goes, with everything hidden that `redaction` knows.
  package init(
    _ plan: WorkflowPlan, of order: BuildOrder, source: SourceState, in machine: any Machine,
    hostTemporary: String, searchPath: String, display: [String: String] = [:],
    secrets: [EnvironmentVariable] = [],
    log: any BuildLog, redaction: Redaction, observer: RunObserver,
    now: @escaping @Sendable () -> Date = { Date() }
  ) throws {
    self.plan = plan
    self.order = order
    self.machine = machine
    self.observer = observer
    self.now = now
    self.redaction = redaction
    self.searchPath = searchPath
    self.secrets = secrets.map { DeclaredVariable($0, isSensitive: true) }
    redaction.add(secrets.map(\.value))
    self.log = RedactedLog(log: log, redaction: redaction)
    output = BoundedLog(log, limit: order.logLimit ?? BuildOrder.usualLogLimit)
    let inside = machine.folders.temporary
    scratch = try Scratch(host: hostTemporary, inside: inside)
    envman = try Envman(scratch: scratch)
    notes = SensitiveNotes(scratch: scratch, redaction: redaction)
    testResults = try Scratch(host: hostTemporary, inside: inside, name: "test_results")
    for planned in plan.steps { _ = try testResults.makeFolder(Self.testFolder(planned.index)) }
    let reports = try Scratch(host: hostTemporary, inside: inside, name: "html-reports")
    let variables = BuiltinVariables(order: order, source: source)
    let trigger = variables.ofTrigger(at: now())
    triggerFile = TriggerFile(
      order.environment.reduce(into: trigger) { $0[$1.key] = $1.value })
    let file = try scratch.put(try triggerFile.text(), as: "trigger.yml")
    builtin = variables.ofMachine(machine, plan: plan, searchPath: searchPath)
      .merging(display) { $1 }
      .merging(trigger) { $1 }
      .merging(triggerFile.erased.filter { trigger[$0.key] != nil }.mapValues { _ in "" }) { $1 }
      .merging([
        "BITRISE_TEST_DEPLOY_DIR": testResults.inside, "BITRISE_HTML_REPORT_DIR": reports.inside,
        TriggerFile.variable: file,
      ]) { $1 }
  }

  /// What a program of the build finds before the first step.
  package var firstEnvironment: [String: String] { beginning.values() }

  /// With Bitrise's order: the secrets, what the trigger set, the app's, the workflow's.
  var beginning: BuildEnvironment {
    var base = builtin.merging(envman.variables) { $1 }
    base["PATH"] = envman.folder + ":" + searchPath
    return BuildEnvironment(
      base: base, variables: secrets + triggered + plan.environment)
  }

  /// What Bitrise's own command finds: it reads the rest in the configuration itself.
  var foreignEnvironment: [String: String] {
    Expansion.environment(builtin, adding: secrets + triggered)
  }

  private var triggered: [DeclaredVariable] {
    order.environment.map { variable in
      guard triggerFile.erased[variable.key] == nil else {
        return DeclaredVariable(key: variable.key, value: "")
      }
      return DeclaredVariable(variable)
    }
  }

  static func testFolder(_ index: Int) -> String { "step-\(index)" }

  /// Hides what was called sensitive, as it has become.
  func hideSensitive(
    of environment: BuildEnvironment, _ values: [String: String],
    inputs: [DeclaredVariable] = []
  ) {
    redaction.add(environment.sensitiveValues(of: values, inputs: inputs))
  }
}
