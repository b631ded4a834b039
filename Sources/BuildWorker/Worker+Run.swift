import BuildMachine
import BuildModel
import BuildRunner
import Foundation

/// The steps of a worker's build, from their plan to what they leave.
extension Worker {
  /// Steps that we cannot run are run by Bitrise's own command, where the machine has it.
  func run(
    _ plan: WorkflowPlan, _ context: RunContext, in machine: any Machine
  ) async throws -> any WorkflowRun {
    guard let refusal = plan.refusal else { return BuildRun(context) }
    guard
      let program = try await BitriseRun.program(in: machine, searchPath: Self.searchPath)
    else { throw refusal }
    return BitriseRun(context, program: program)
  }

  func stepsPlanned(_ steps: [Step]) {
    board.plan(
      steps.map { step in
        var step = step
        step.title = redaction.apply(to: step.title)
        return step
      })
    journal.report(.planned(board.steps))
  }

  /// Keeps what the steps left to be kept; a build that was stopped leaves nothing.
  func keepArtifacts() async {
    guard !Task.isCancelled else { return }
    let kept = await ArtifactKeeper(
      deploy: MachineFolder(spool.machine).deploy, target: spool.artifacts
    ).keep()
    guard !Task.isCancelled else {
      try? FileManager.default.removeItem(at: spool.artifacts)
      return
    }
    for sentence in kept.sentences { journal.write(redaction.apply(to: sentence + "\n")) }
    if !kept.artifacts.isEmpty { journal.report(.artifactsKept(kept.artifacts)) }
  }
}
