package import BuildMachine
package import BuildModel
package import Foundation

/// Runs the steps of one build in its machine, from the first to the last.
///
/// Cancel its task to stop the build: the running step ends, no other begins.
package struct BuildRun: Sendable {
  private let machine: any Machine
  private let plan: WorkflowPlan
  private let order: BuildOrder
  private let log: any BuildLog
  private let observer: Observer
  private let now: @Sendable () -> Date
  private let scratch: Scratch
  private let envman: Envman
  private let builtin: [String: String]

  /// Who hears what happens; called in order, by one task.
  package struct Observer: Sendable {
    package var stepChanged: @Sendable (Step) -> Void
    /// What a program of the build would find in its environment from now on.
    package var environmentChanged: @Sendable ([String: String]) -> Void

    package init(
      stepChanged: @escaping @Sendable (Step) -> Void,
      environmentChanged: @escaping @Sendable ([String: String]) -> Void
    ) {
      self.stepChanged = stepChanged
      self.environmentChanged = environmentChanged
    }
  }

  /// How the steps went.
  package enum Outcome: Sendable, Equatable {
    case success
    case failed
    /// The task was cancelled.
    case stopped
  }

  /// Prepares the machine for the steps; nothing may have run in it before.
  ///
  /// - Parameter hostTemporary: the machine's temporary folder on the host.
  package init(
    _ plan: WorkflowPlan, of order: BuildOrder, source: SourceState, in machine: any Machine,
    hostTemporary: String, searchPath: String, log: any BuildLog, observer: Observer,
    now: @escaping @Sendable () -> Date = { Date() }
  ) throws {
    self.machine = machine
    self.plan = plan
    self.order = order
    self.log = log
    self.observer = observer
    self.now = now
    scratch = try Scratch(host: hostTemporary, inside: machine.folders.temporary)
    envman = try Envman(scratch: scratch)
    var builtin = order.builtinEnvironment(
      of: machine, plan: plan, source: source,
      searchPath: envman.folder + ":" + searchPath, triggeredAt: now())
    builtin["ENVMAN_ENVSTORE_PATH"] = envman.storePath
    self.builtin = builtin
  }

  /// What a program of the build finds before the first step.
  package var firstEnvironment: [String: String] { beginning.values() }

  private var beginning: BuildEnvironment {
    BuildEnvironment(base: builtin, variables: order.environment + plan.environment)
  }

  package func run() async -> Outcome {
    var environment = beginning
    var steps: [Step] = []
    for planned in plan.steps {
      environment.add(planned.environment)
      let step = await run(planned, &environment)
      steps.append(step)
      observer.environmentChanged(environment.values())
      let isLast = planned.index == plan.steps.count - 1
      if step.startedAt != nil { log.write(ConsoleLayout.closing(of: step, isLast: isLast)) }
    }
    log.write(ConsoleLayout.summary(workflow: plan.workflow, steps: steps))
    if Task.isCancelled { return .stopped }
    return steps.contains { $0.status.failsBuild } ? .failed : .success
  }

  private func run(
    _ planned: WorkflowPlan.PlannedStep, _ environment: inout BuildEnvironment
  ) async -> Step {
    var step = planned.report
    let configured = planned.step
    let isFailed = environment.failure != nil
    guard !Task.isCancelled, !isFailed || configured.isAlwaysRun else {
      step.status = .skipped
      observer.stepChanged(step)
      return step
    }
    let values = environment.values(inputs: configured.inputs)
    let facts = RunCondition.Facts(
      isBuildFailed: isFailed, isCI: values["CI"] == "true", isPullRequest: values["PR"] == "true",
      environment: values)
    if let condition = configured.runIf, !condition.holds(facts) {
      step.status = .skippedWithRunIf
      observer.stepChanged(step)
      return step
    }
    step.status = .running
    step.startedAt = now()
    step.firstChunk = log.write(
      ConsoleLayout.opening(of: step, version: configured.version, at: now()))
    observer.stepChanged(step)
    var result = await work(configured, index: step.index, environment: values)
    do {
      try environment.collect(from: envman)
    } catch {
      log.write("\u{1b}[31;1mvariables of the step are lost: \(error)\u{1b}[0m\n")
      if result.status == .success { result.status = .failed }
    }
    if configured.isSkippable, result.status.failsBuild { result.status = .failedSkippable }
    if result.status.failsBuild, environment.failure == nil {
      environment.failure = .init(title: step.title, message: result.message)
    }
    step.status = result.status
    step.exitCode = result.exitCode
    step.finishedAt = now()
    step.lastChunk = result.lastChunk ?? step.firstChunk
    observer.stepChanged(step)
    return step
  }

  private func work(
    _ step: ConfiguredStep, index: Int, environment: [String: String]
  ) async -> StepRunner.Result {
    switch step.work {
    case .alreadyDone(let sentence):
      let position = log.write(sentence + "\n")
      return .init(status: .success, exitCode: 0, lastChunk: position)
    case .unknown(let error):
      let position = log.write("\(error)\n")
      return .init(status: .preparationFailed, message: error.sentence, lastChunk: position)
    case .script(let script):
      let runner = StepRunner(build: order.build, machine: machine, scratch: scratch, log: log)
      let global = environment["BITRISE_NO_OUTPUT_TIMEOUT"].flatMap(Int.init) ?? 0
      return await runner.run(
        script, index: index, environment: environment,
        limits: .init(
          timeout: step.timeout ?? 0, noOutput: step.noOutputTimeout ?? max(0, global)))
    }
  }
}
