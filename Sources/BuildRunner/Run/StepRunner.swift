import BuildMachine
import BuildModel
import Foundation

/// Runs the program of one step in a machine.
struct StepRunner {
  let context: RunContext
  var killPatience: TimeInterval = 5
  /// How long the rest of a step's output is awaited once the step has ended.
  var outputPatience: Duration = .seconds(1)

  private var machine: any Machine { context.machine }

  struct Result: Equatable {
    var status: StepStatus
    var exitCode: Int?
    /// One sentence or less on what went wrong; empty where nothing did.
    var message = ""
    var firstChunk: Int?
    var lastChunk: Int?

    /// The message, where the exit code alone does not say it.
    var explanation: String {
      exitCode.map { message == Self.message(of: $0) } == true ? "" : message
    }

    static func message(of exitCode: Int) -> String { "exit code: \(exitCode)" }

    /// A step that never began.
    static func unprepared(_ message: String) -> Result {
      Result(status: .preparationFailed, message: message)
    }

    /// Notes what went wrong after the program; what was wrong before weighs more.
    mutating func fail(_ status: StepStatus, _ message: String) {
      if self.status == .success { self.status = status }
      self.message = self.message.isEmpty ? message : "\(self.message); \(message)"
    }
  }

  /// Seconds; 0 for none.
  struct Limits {
    var timeout: Int
    var noOutput: Int
  }

  /// - Parameter console: takes the output instead of the log, and hides in it what it must.
  func run(
    _ program: StepProgram, index: Int, environment: [String: String], limits: Limits,
    console: (any BuildLog)? = nil
  ) async -> Result {
    let mark = StepSweep.mark(build: context.order.build, index: index)
    var environment = environment
    environment[StepSweep.variable] = mark
    if let problem = EnvironmentSize.problem(environment) {
      return .unprepared("the step could not be started: \(problem)")
    }
    let output: OutputPipe
    let process: any MachineProcess
    do {
      output = try OutputPipe(
        log: console ?? context.output,
        hiding: console == nil ? .init(redaction: context.redaction, notes: context.notes) : nil)
      defer { close(output.writing) }
      let input = open("/dev/null", O_RDONLY | O_CLOEXEC)
      guard input >= 0 else { throw RunError("cannot open /dev/null") }
      defer { close(input) }
      process = try await machine.start(
        MachineCommand(
          executable: program.words[0], arguments: program.words, environment: environment,
          folder: program.folder,
          connection: .descriptors(input: input, output: output.writing, error: output.writing)))
    } catch {
      let sentence = "the step could not be started: \(error)"
      return Result(
        status: Task.isCancelled ? .aborted : .preparationFailed, message: sentence)
    }
    let killer = StepKiller(patience: killPatience)
    killer.watch(process)
    let ending = await withTaskCancellationHandler {
      await supervised(process, output: output, killer: killer, limits: limits)
    } onCancel: {
      killer.end(.buildStopped)
    }
    await output.finish(within: outputPatience)
    if killer.cause != nil { await sweep(mark) }
    return result(of: ending, cause: killer.cause, output: output)
  }

  /// Awaits the end, with the limits as child tasks that end the step when they are reached.
  private func supervised(
    _ process: any MachineProcess, output: OutputPipe, killer: StepKiller, limits: Limits
  ) async -> ProcessEnding {
    await withDiscardingTaskGroup { group in
      if limits.timeout > 0 {
        group.addTask {
          try? await Task.sleep(for: .seconds(limits.timeout))
          if !Task.isCancelled { killer.end(.timeout(seconds: limits.timeout)) }
        }
      }
      if limits.noOutput > 0 {
        group.addTask {
          let patience = Duration.seconds(limits.noOutput)
          while !Task.isCancelled {
            let due = output.lastOutput.advanced(by: patience)
            guard due > .now else { return killer.end(.noOutput(seconds: limits.noOutput)) }
            try? await Task.sleep(until: due, clock: .continuous)
          }
        }
      }
      let ending = await process.ending()
      group.cancelAll()
      return ending
    }
  }

  private func sweep(_ mark: String) async {
    do {
      try await StepSweep(machine: machine).run(mark: mark)
    } catch {
      context.log.write("what the step left running could not be ended: \(error)\n")
    }
  }

  private func result(
    of ending: ProcessEnding, cause: StepKiller.Cause?, output: OutputPipe
  ) -> Result {
    let chunks = output.chunks
    let code: Int32 =
      switch ending {
      case .exited(let code): code
      case .signalled(let number): 128 + number
      }
    var result = Result(
      status: code == 0 ? .success : .failed, exitCode: Int(code),
      message: code == 0 ? "" : Result.message(of: Int(code)), firstChunk: chunks.first,
      lastChunk: chunks.last)
    switch cause {
    case nil: break
    case .buildStopped: (result.status, result.message) = (.aborted, "aborted")
    case .timeout(let seconds):
      (result.status, result.message) = (.abortedWithTimeout, "timed out after \(seconds) s")
    case .noOutput(let seconds):
      (result.status, result.message) = (.abortedWithNoOutput, "no output for \(seconds) s")
    }
    return result
  }
}
