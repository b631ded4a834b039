import BuildModel
import Foundation
import Yams

/// Reads one entry of a workflow's `steps`.
struct StepParser {
  let reader: NodeReader

  func step(_ node: Node) throws -> ConfiguredStep {
    if case .scalar(let scalar) = node, node.null == nil {
      return try step(reference: scalar.string, keyNode: node, body: nil)
    }
    let entries = try reader.entries(node, of: "a step")
    guard let entry = entries.first, entries.count == 1 else {
      throw reader.fault(
        "a step must have one name, such as “script@1”, not \(entries.count)"
          + (entries.count > 1 ? "; indent what belongs to the step further" : ""), at: node)
    }
    return try step(reference: entry.key, keyNode: entry.keyNode, body: entry.value)
  }

  private func step(reference: String, keyNode: Node, body: Node?) throws -> ConfiguredStep {
    let (id, version) = split(reference)
    var step = ConfiguredStep(
      id: id, version: version, title: defaultTitle(id), work: .alreadyDone(""))
    for entry in try body.map({ try reader.entries($0, of: "step “\(id)”") }) ?? [] {
      let (key, value) = (entry.key, entry.value)
      switch key {
      case "title":
        let title = try reader.text(value, of: key)
        if !title.isEmpty { step.title = title }
      case "is_always_run": step.isAlwaysRun = try reader.bool(value, of: key)
      case "is_skippable": step.isSkippable = try reader.bool(value, of: key)
      case "timeout": step.timeout = try reader.seconds(value, of: key)
      case "no_output_timeout": step.noOutputTimeout = try reader.seconds(value, of: key)
      case "run_if": step.runIf = try condition(value)
      case "inputs":
        step.inputs = try VariableParser(reader: reader).variables(value, of: key)
      default: break  // The others describe the step to an editor.
      }
    }
    step.work = try work(of: step, inputs: &step.inputs, reference: reference, at: keyNode)
    return step
  }

  private func condition(_ node: Node) throws -> RunCondition? {
    let text = try reader.text(node, of: "run_if")
    if text.allSatisfy(\.isWhitespace) { return nil }
    do {
      return try RunCondition(text)
    } catch let problem as RunCondition.Problem {
      throw reader.fault("run_if “\(text)” \(problem.sentence)", at: node)
    }
  }

  private func work(
    of step: ConfiguredStep, inputs: inout [EnvironmentVariable], reference: String, at node: Node
  ) throws -> ConfiguredStep.Work {
    switch step.id {
    case "script":
      func input(_ name: String) -> String? { step.inputs.last { $0.key == name }?.value }
      guard let content = input("content") else {
        throw reader.fault("step “\(step.title)” needs the input “content”", at: node)
      }
      // Not a variable as well: a long script would be too long for one.
      inputs.removeAll { $0.key == "content" }
      return .script(
        ConfiguredStep.Script(
          content: content, runner: input("runner_bin"), workingFolder: input("working_dir")))
    case "git-clone":
      return .alreadyDone("Nothing to do: airlock has put the source into the machine already.")
    case "activate-ssh-key":
      return .alreadyDone("Nothing to do: airlock clones outside the machine, with your own keys.")
    default:
      let isOther =
        reference.contains("::") && step.id.contains("::") || reference == "with"
      return .unknown(
        reader.fault(
          isOther
            ? "step “\(reference)” is of a kind that airlock does not run; write it as a"
              + " “script” step"
            : "step “\(reference)” needs Bitrise's public step library, which airlock does not use;"
              + " write it as a “script” step", at: node))
    }
  }

  /// `script@1` and `https://library::script@1` become the identifier and the version.
  private func split(_ reference: String) -> (id: String, version: String) {
    var rest = Substring(reference)
    let isForeign = ["git", "path", "bundle"].contains { rest.hasPrefix($0 + "::") }
    if !isForeign, let library = rest.range(of: "::", options: .backwards) {
      rest = rest[library.upperBound...]
    }
    guard !isForeign, let at = rest.lastIndex(of: "@") else { return (String(rest), "") }
    return (String(rest[..<at]), String(rest[rest.index(after: at)...]))
  }

  private func defaultTitle(_ id: String) -> String { id == "script" ? "Script" : id }
}
