import BuildModel
import Foundation

/// Does the work of one step.
struct StepWorker {
  let context: RunContext

  /// - Parameter values: the step's environment.
  func work(
    _ planned: WorkflowPlan.PlannedStep, _ values: [String: String]
  ) async -> StepRunner.Result {
    let step = planned.step
    if let missing = step.inputs.first(where: {
      $0.options.isRequired == true && (values[$0.key] ?? "").isEmpty
    }) {
      return .unprepared(
        step.place.fault("step “\(step.title)” needs the input “\(missing.key)”").description)
    }
    warnOfStrangeValues(step, values)
    switch step.work {
    case .alreadyDone(let sentence):
      let position = context.log.write(sentence + "\n")
      return .init(status: .success, exitCode: 0, lastChunk: position)
    case .foreign(let error): return .unprepared(error.description)
    case .script, .local:
      let global = values["BITRISE_NO_OUTPUT_TIMEOUT"].flatMap(Int.init) ?? 0
      let limits = StepRunner.Limits(
        timeout: step.timeout ?? 0,
        noOutput: step.noOutputTimeout ?? max(0, global))
      do {
        return await StepRunner(context: context).run(
          try program(of: planned, values), index: planned.index, environment: values,
          limits: limits)
      } catch {
        return .unprepared("the step could not be started: \(error)")
      }
    }
  }

  private func program(
    of planned: WorkflowPlan.PlannedStep, _ values: [String: String]
  ) throws -> StepProgram {
    let machine = context.machine
    // A step may have moved the base of the steps that follow.
    let base = values["BITRISE_SOURCE_DIR"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    let source = base ?? machine.folders.source
    switch planned.step.work {
    case .script(let script):
      let path = try context.scratch.put(
        script.content, as: "step-\(planned.index).sh", mode: 0o700)
      let runner = script.runner.map { Expansion.expand($0, in: values) }?
        .split(whereSeparator: \.isWhitespace).map(String.init)
      let words = runner.flatMap { $0.isEmpty ? nil : $0 } ?? ["/bin/bash", "-eo", "pipefail"]
      let folder = script.workingFolder.map { Expansion.expand($0, in: values) } ?? ""
      return StepProgram(
        words: words + [path],
        folder: folder.isEmpty ? source : folder.hasPrefix("/") ? folder : source + "/" + folder)
    case .local(let local):
      let folder = context.folder(of: local)
      return StepProgram(words: ["/bin/bash", folder + "/" + local.entryFile], folder: source)
    case .alreadyDone, .foreign:
      preconditionFailure("a step that runs no program has none")
    }
  }

  /// Bitrise lets a value pass that the step's author did not list; so do we, and say so.
  private func warnOfStrangeValues(_ step: ConfiguredStep, _ values: [String: String]) {
    for input in step.inputs {
      guard let options = input.options.valueOptions, !options.isEmpty,
        let value = values[input.key], !options.contains(value)
      else { continue }
      context.log.write(
        "\u{1b}[33;1mThe input “\(input.key)” is “\(value.shortened)”, which is none of"
          + " \(options.joined(separator: ", ")).\u{1b}[0m\n")
    }
  }
}

/// A program that a step consists of.
struct StepProgram {
  /// The program and its arguments.
  var words: [String]
  var folder: String
}

extension RunContext {
  /// The environment of one step.
  func values(
    for planned: WorkflowPlan.PlannedStep, in environment: BuildEnvironment
  ) -> [String: String] {
    var own = ["BITRISE_TEST_RESULT_DIR": testResults.inside + "/" + Self.testFolder(planned.index)]
    if case .local(let local) = planned.step.work {
      own["BITRISE_STEP_SOURCE_DIR"] = folder(of: local)
    }
    let declared = own.map {
      DeclaredVariable(key: $0.key, value: $0.value, options: .init(isExpand: false))
    }
    return environment.values(inputs: declared + planned.step.inputs)
  }

  /// Where a local step lies in the machine.
  func folder(of local: ConfiguredStep.LocalStep) -> String {
    ([machine.folders.source] + local.folder).joined(separator: "/")
  }
}
