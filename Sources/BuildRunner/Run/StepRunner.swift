import BuildMachine
import BuildModel
import Foundation

/// Runs the program of one script step in a machine.
struct StepRunner {
  let build: BuildSlug
  let machine: any Machine
  let scratch: Scratch
  let log: any BuildLog
  var killPatience: TimeInterval = 5
  /// How long the rest of a step's output is awaited once the step has ended.
  var outputPatience: Duration = .seconds(1)

  struct Result: Equatable {
    var status: StepStatus
    var exitCode: Int?
    /// One sentence or less on what went wrong; empty where nothing did.
    var message = ""
    var firstChunk: Int?
    var lastChunk: Int?
  }

  /// Seconds; 0 for none.
  struct Limits {
    var timeout: Int
    var noOutput: Int
  }

  func run(
    _ script: ConfiguredStep.Script, index: Int, environment: [String: String], limits: Limits
  ) async -> Result {
    let mark = StepSweep.mark(build: build, index: index)
    var environment = environment
    environment[StepSweep.variable] = mark
    let output: OutputPipe
    let process: any MachineProcess
    do {
      output = try OutputPipe(log: log)
      defer { close(output.writing) }
      let command = try command(script, index: index, environment: environment, output)
      guard case .descriptors(let input, _, _) = command.connection else {
        throw RunError("a step needs descriptors")
      }
      defer { close(input) }
      process = try await machine.start(command)
    } catch {
      let sentence = "the step could not be started: \(error)"
      let position = log.write("\u{1b}[31;1m\(sentence)\u{1b}[0m\n")
      return Result(
        status: Task.isCancelled ? .aborted : .preparationFailed, message: sentence,
        firstChunk: position, lastChunk: position)
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

  private func command(
    _ script: ConfiguredStep.Script, index: Int, environment: [String: String],
    _ output: OutputPipe
  ) throws -> MachineCommand {
    let path = try scratch.put(script.content, as: "step-\(index).sh", mode: 0o700)
    let runner = script.runner.map { Expansion.expand($0, in: environment) }?
      .split(whereSeparator: \.isWhitespace).map(String.init)
    let words = runner.flatMap { $0.isEmpty ? nil : $0 } ?? ["/bin/bash", "-eo", "pipefail"]
    let source = machine.folders.source
    let folder = script.workingFolder.map { Expansion.expand($0, in: environment) } ?? ""
    let input = open("/dev/null", O_RDONLY | O_CLOEXEC)
    guard input >= 0 else { throw RunError("cannot open /dev/null") }
    return MachineCommand(
      executable: words[0], arguments: words + [path], environment: environment,
      folder: folder.isEmpty ? source : folder.hasPrefix("/") ? folder : source + "/" + folder,
      connection: .descriptors(input: input, output: output.writing, error: output.writing))
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
      log.write("what the step left running could not be ended: \(error)\n")
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
      message: code == 0 ? "" : "exit code: \(code)", firstChunk: chunks.first,
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
