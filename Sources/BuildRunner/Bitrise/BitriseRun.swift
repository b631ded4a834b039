package import BuildMachine
import BuildModel
import Foundation

/// Has the steps run by Bitrise's own command, which a machine may have.
package struct BitriseRun: WorkflowRun {
  private let context: RunContext
  private let program: String

  /// - Parameter program: the command's path in the machine.
  package init(_ context: RunContext, program: String) {
    self.context = context
    self.program = program
  }

  /// Where a machine has the command; nil where it has none.
  package static func program(in machine: any Machine, searchPath: String) async throws -> String? {
    let question = try MachineQuestion()
    return try await question.ask(
      ["/bin/sh", "-c", "command -v bitrise"], environment: ["PATH": searchPath], in: machine)
  }

  package func run() async -> RunOutcome {
    let configuration: String
    do {
      configuration = try context.scratch.put(context.order.configuration, as: "bitrise.yml")
    } catch {
      return .broken("\(error)")
    }
    if let notice = context.triggerFile.notice { context.log.write(notice) }
    let words = [
      program, "run", context.plan.workflow, "--config", configuration, "--output-format", "json",
    ]
    let environment = context.foreignEnvironment
    context.hideSensitive(of: context.beginning, environment)
    let console = BitriseConsole(context)
    let result = await StepRunner(context: context).run(
      StepProgram(words: words, folder: context.machine.folders.source), index: 0,
      environment: environment, limits: .init(timeout: 0, noOutput: 0),
      console: console)
    let steps = console.finish(.init(exitCode: result.exitCode, isStopped: Task.isCancelled))
    if Task.isCancelled { return .stopped }
    if result.status == .preparationFailed { return .broken(result.message) }
    if steps.contains(where: \.status.failsBuild) { return .failed }
    return result.exitCode == 0 ? .success : .broken(Self.sentence(on: result.exitCode))
  }

  private static func sentence(on code: Int?) -> String {
    switch code {
    case 91: "bitrise ended because a step took longer than it may"
    case 92: "bitrise ended because a step said nothing for longer than it may"
    default:
      "bitrise ended with \(code.map { "exit code \($0)" } ?? "no exit code") before any step"
        + " failed; its log says why"
    }
  }
}
