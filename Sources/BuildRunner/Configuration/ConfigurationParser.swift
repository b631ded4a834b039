import BuildModel
import Yams

/// Turns the text of a `bitrise.yml` into a `Configuration`.
///
/// It walks the composed tree instead of decoding it: so each fault has its line and column.
struct ConfigurationParser {
  private static let listLimit = 1000

  private let reader: NodeReader

  init(name: String) { reader = NodeReader(file: name) }

  /// What was strange in the text that was read.
  var warnings: [ConfigurationError] { reader.notes.warnings }

  func configuration(of text: String) throws -> Configuration {
    guard let root = try YAMLText(file: reader.file).tree(of: text), root.null == nil else {
      throw ConfigurationError(
        file: reader.file, sentence: "the file is empty; it needs a workflow")
    }
    var configuration = Configuration(name: reader.file, environment: [], workflows: [])
    for entry in try reader.entries(root, of: "the configuration") {
      let (key, value) = (entry.key, entry.value)
      switch key {
      case "app":
        configuration.environment = try appVariables(value)
        configuration.priority = try reader.member("priority", of: value, called: "app")
          .map(priority)
      case "meta": configuration.stackName = try stack(value)
      case "workflows":
        configuration.workflows = try named(entry).map {
          try workflow($0.key, $0.value)
        }
      case "step_bundles":
        let steps = StepParser(reader: reader)
        configuration.bundles = try named(entry).map {
          try steps.bundle($0.key, $0.value)
        }
      case "trigger_map": configuration.triggerMap = try TriggerParser(reader: reader).map(value)
      case "include":
        throw reader.fault(
          "“include” takes other files in, which airlock does not do; write everything here",
          at: entry.keyNode)
      default: checkOther(entry)
      }
    }
    guard !configuration.workflows.isEmpty else {
      throw reader.fault("there is no workflow; add one below “workflows:”", at: root)
    }
    return configuration
  }

  /// The named lists of steps below a key; more than anybody writes would take long to check.
  private func named(_ entry: NodeReader.Entry) throws -> [NodeReader.Entry] {
    let entries = try reader.entries(entry.value, of: entry.key)
    guard entries.count <= Self.listLimit else {
      throw reader.fault("\(entry.key) has more than \(Self.listLimit) entries", at: entry.value)
    }
    return entries
  }

  private func appVariables(_ node: Node) throws -> [DeclaredVariable] {
    var variables: [DeclaredVariable] = []
    for entry in try reader.entries(node, of: "app") {
      if entry.key == "envs" {
        variables = try VariableParser(reader: reader).variables(entry.value, of: "app.envs")
      } else {
        KnownKeys.app.check(entry, in: "app", reader)
      }
    }
    return variables
  }

  /// Warns of what no build here needs and Bitrise would refuse all the same.
  private func checkOther(_ entry: NodeReader.Entry) {
    let (isRight, expected): (Bool, String)
    switch entry.key {
    case "format_version", "default_step_lib_source", "project_type", "title", "summary",
      "description":
      (isRight, expected) = (reader.isText(entry.value), "a text")
    case "pipelines", "stages", "services", "containers", "tools", "tool_config":
      (isRight, expected) = (reader.isMap(entry.value), "a map")
    default: return KnownKeys.configuration.check(entry, in: "the configuration", reader)
    }
    guard !isRight else { return }
    reader.warn(
      "\(entry.key) must be \(expected), not \(reader.kind(entry.value))", at: entry.value)
  }

  private func workflow(_ id: String, _ node: Node) throws -> Configuration.Workflow {
    var workflow = Configuration.Workflow(
      id: id, title: id, beforeRun: [], afterRun: [], environment: [], entries: [])
    for entry in try reader.entries(node, of: "workflow “\(id)”") {
      let (key, value) = (entry.key, entry.value)
      switch key {
      case "title":
        let title = try reader.text(value, of: "title")
        if !title.isEmpty { workflow.title = title }
      case "before_run": workflow.beforeRun = try reader.texts(value, of: "before_run")
      case "after_run": workflow.afterRun = try reader.texts(value, of: "after_run")
      case "envs":
        workflow.environment = try VariableParser(reader: reader).variables(value, of: "envs")
      case "meta": workflow.stackName = try stack(value)
      case "priority": workflow.priority = try priority(value)
      case "steps": workflow.entries = try StepParser(reader: reader).entries(value)
      default: KnownKeys.workflow.check(entry, in: "workflow “\(id)”", reader)
      }
    }
    return workflow
  }

  private func priority(_ node: Node) throws -> Int {
    guard let value = node.int, (-100...100).contains(value) else {
      throw reader.fault("priority must be a whole number from -100 to 100", at: node)
    }
    return value
  }

  private func stack(_ meta: Node) throws -> StackName? {
    guard let ours = try reader.member("bitrise.io", of: meta, called: "meta"),
      let stack = try reader.member("stack", of: ours, called: "meta.bitrise.io")
    else { return nil }
    return StackName(rawValue: try reader.text(stack, of: "stack"))
  }
}
