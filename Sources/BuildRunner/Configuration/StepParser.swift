import BuildModel
import Foundation
import Yams

/// Reads lists of steps.
struct StepParser {
  let reader: NodeReader

  func entries(_ node: Node, of what: String = "steps") throws -> [StepEntry] {
    try reader.list(node, of: what).map(entry)
  }

  private func entry(_ node: Node) throws -> StepEntry {
    if case .scalar(let scalar) = node, node.null == nil {
      return try entry(reference: scalar.string, keyNode: node, body: nil)
    }
    let entries = try reader.entries(node, of: "a step")
    guard let entry = entries.first, entries.count == 1 else {
      throw reader.fault(
        "a step must have one name, such as “script@1”, not \(entries.count)"
          + (entries.count > 1 ? "; indent what belongs to the step further" : ""), at: node)
    }
    return try self.entry(reference: entry.key, keyNode: entry.keyNode, body: entry.value)
  }

  private func entry(reference: String, keyNode: Node, body: Node?) throws -> StepEntry {
    if reference.hasPrefix("bundle::") {
      return .bundle(try bundleUse(String(reference.dropFirst(8)), keyNode, body))
    }
    let reference = StepReference(reference)
    var step = ConfiguredStep(
      id: reference.id, version: reference.version, settings: .init(), work: .alreadyDone(""),
      place: reader.place(of: keyNode))
    guard reference.kind != .containerGroup else {
      step.work = .foreign(StepWork.refusal(of: reference, at: step.place))
      return .step(step)
    }
    for entry in try body.map({ try reader.entries($0, of: "step “\(step.id)”") }) ?? [] {
      switch entry.key {
      case "inputs":
        step.inputs = try VariableParser(reader: reader).variables(entry.value, of: entry.key)
      case "outputs":
        step.outputs = try VariableParser(reader: reader).variables(entry.value, of: entry.key)
      default: try read(entry, into: &step.settings, of: "step “\(step.id)”")
      }
    }
    step.work = try StepWork(reader: reader).work(of: &step, reference: reference, at: keyNode)
    if let fault = step.templateFault { step.work = .foreign(fault) }
    return .step(step)
  }

  /// Reads what an entry and a definition have in common.
  func read(
    _ entry: NodeReader.Entry, into settings: inout ConfiguredStep.Settings, of what: String
  ) throws {
    let (key, value) = (entry.key, entry.value)
    switch key {
    case "title":
      let title = try reader.text(value, of: key)
      if !title.isEmpty { settings.title = title }
    case "is_always_run": settings.isAlwaysRun = try reader.bool(value, of: key)
    case "is_skippable": settings.isSkippable = try reader.bool(value, of: key)
    case "timeout": settings.timeout = try reader.seconds(value, of: key)
    case "no_output_timeout": settings.noOutputTimeout = try reader.seconds(value, of: key)
    case "run_if": settings.runIf = try condition(value)
    default: KnownKeys.step.check(entry, in: what, reader)
    }
  }

  func condition(_ node: Node) throws -> RunCondition? {
    let text = try reader.text(node, of: "run_if")
    if text.allSatisfy(\.isWhitespace) { return nil }
    do {
      return try RunCondition(text)
    } catch let problem as RunCondition.Problem {
      throw reader.fault("run_if “\(text.shortened)” \(problem.sentence)", at: node)
    }
  }

  private func bundleUse(_ id: String, _ keyNode: Node, _ body: Node?) throws -> BundleUse {
    var use = BundleUse(id: id, place: reader.place(of: keyNode))
    for entry in try body.map({ try reader.entries($0, of: "bundle “\(id)”") }) ?? [] {
      switch entry.key {
      case "inputs":
        use.inputs = try VariableParser(reader: reader).variables(entry.value, of: entry.key)
      case "envs":
        use.environment = try VariableParser(reader: reader).variables(entry.value, of: entry.key)
      case "run_if": use.runIf = try condition(entry.value)
      default: KnownKeys.bundle.check(entry, in: "bundle “\(id)”", reader)
      }
    }
    return use
  }

  /// Reads one entry of `step_bundles`.
  func bundle(_ id: String, _ node: Node) throws -> StepBundle {
    var bundle = StepBundle(id: id)
    for entry in try reader.entries(node, of: "bundle “\(id)”") {
      switch entry.key {
      case "inputs":
        bundle.inputs = try VariableParser(reader: reader).variables(entry.value, of: entry.key)
      case "envs":
        bundle.environment =
          try VariableParser(reader: reader).variables(entry.value, of: entry.key)
      case "run_if": bundle.runIf = try condition(entry.value)
      case "steps": bundle.entries = try entries(entry.value)
      default: KnownKeys.bundle.check(entry, in: "bundle “\(id)”", reader)
      }
    }
    return bundle
  }
}
