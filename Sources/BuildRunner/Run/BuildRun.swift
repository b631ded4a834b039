import BuildModel
import Foundation

/// Runs the steps by ourselves.
package struct BuildRun: WorkflowRun {
  private let context: RunContext
  private var log: any BuildLog { context.log }

  package init(_ context: RunContext) { self.context = context }

  package func run() async -> RunOutcome {
    var environment = context.beginning
    var gates = BundleGates()
    var steps: [Step] = []
    var workflow: String?
    log.write(ConsoleLayout.beginning(of: context.plan))
    if let notice = context.triggerFile.notice { log.write(notice) }
    for planned in context.plan.steps {
      environment.add(planned.environment)
      environment.enter(planned.bundles)
      if planned.workflow != workflow {
        workflow = planned.workflow
        log.write(ConsoleLayout.change(to: planned.workflowTitle))
      }
      let isLast = planned.index == context.plan.steps.count - 1
      steps.append(await run(planned, &environment, &gates, isLast: isLast))
      context.observer.environmentChanged(environment.values())
    }
    log.write(ConsoleLayout.summary(workflow: context.plan.workflow, steps: steps))
    if Task.isCancelled { return .stopped }
    return steps.contains { $0.status.failsBuild } ? .failed : .success
  }

  private func run(
    _ planned: WorkflowPlan.PlannedStep, _ environment: inout BuildEnvironment,
    _ gates: inout BundleGates, isLast: Bool
  ) async -> Step {
    var step = planned.report
    step.title = context.redaction.apply(to: step.title)
    var remark: StepRemark?
    let isStopped = Task.isCancelled
    let skipped = isStopped ? .skipped : skip(planned, environment, &gates)
    let opening = ConsoleLayout.opening(
      of: step, version: planned.step.version, at: context.now())
    if let skipped {
      step.status = skipped
      if !isStopped { step.firstChunk = log.write(opening) }
      remark = StepRemark(of: planned, skipped: skipped)
    } else {
      step.status = .running
      step.startedAt = context.now()
      step.firstChunk = log.write(opening)
      context.observer.stepChanged(step)
      remark = await carryOut(planned, &step, &environment)
    }
    if step.firstChunk != nil {
      // What is said of the step belongs to its log; the box below it does not.
      if let remark { step.lastChunk = log.write(remark.text) ?? step.lastChunk }
      log.write(ConsoleLayout.closing(of: step, isLast: isLast))
    }
    context.observer.stepChanged(step)
    return step
  }

  /// Why a step is not run; nil where it is.
  ///
  /// Conditions come first, as with Bitrise.
  private func skip(
    _ planned: WorkflowPlan.PlannedStep, _ environment: BuildEnvironment,
    _ gates: inout BundleGates
  ) -> StepStatus? {
    let isFailed = environment.failure != nil
    var values = environment.values()
    for (key, value) in context.triggerFile.erased where values[key] == "" { values[key] = value }
    let facts = RunCondition.Facts(
      isBuildFailed: isFailed, isCI: values["CI"] == "true", isPullRequest: values["PR"] == "true",
      environment: values)
    guard gates.admit(planned.bundles, facts), planned.step.runIf?.holds(facts) ?? true else {
      return .skippedWithRunIf
    }
    return isFailed && !planned.step.isAlwaysRun ? .skipped : nil
  }

  /// Runs a step to its end.
  private func carryOut(
    _ planned: WorkflowPlan.PlannedStep, _ step: inout Step, _ environment: inout BuildEnvironment
  ) async -> StepRemark? {
    let values = context.values(for: planned, in: environment)
    context.hideSensitive(of: environment, values, inputs: planned.step.inputs)
    var result = await StepWorker(context: context).work(planned, values)
    do {
      let handedOn = try context.envman.collect().renamed(by: planned.step.outputs)
      environment.add(handedOn)
      context.hideSensitive(of: environment, environment.values())
    } catch {
      result.fail(.failed, "the variables of the step are lost: \(error)")
    }
    context.testResults.removeIfEmpty(RunContext.testFolder(planned.index))
    context.notes.clear()
    if context.redaction.isOverfull {
      result.fail(
        .failed, "more was marked as sensitive than can be hidden, so nothing more is shown")
    }
    step.status = result.status
    let isForgiven = planned.step.isSkippable && result.status.failsBuild
    if isForgiven { step.status = .failedSkippable }
    if step.status.failsBuild, environment.failure == nil {
      environment.failure = .init(
        title: step.title, message: context.redaction.apply(to: result.message))
    }
    step.exitCode = result.exitCode
    step.finishedAt = context.now()
    step.lastChunk = result.lastChunk ?? step.firstChunk
    return StepRemark(error: result.explanation, isForgiven: isForgiven)
  }
}

/// Which bundles run their steps, decided once for each when its first step's turn comes.
struct BundleGates {
  private var decisions: [Int: Bool] = [:]

  mutating func admit(
    _ bundles: [WorkflowPlan.BundleScope], _ facts: RunCondition.Facts
  ) -> Bool {
    for bundle in bundles {
      let decision = decisions[bundle.number] ?? bundle.runIf?.holds(facts) ?? true
      decisions[bundle.number] = decision
      if !decision { return false }
    }
    return true
  }
}
