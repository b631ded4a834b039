import BuildModel
import Yams

/// Turns the text of a `bitrise.yml` into a `Configuration`.
///
/// It walks the composed tree instead of decoding it: so each fault has its line and column.
struct ConfigurationParser {
  let name: String
  private var reader: NodeReader { NodeReader(file: name) }

  init(name: String) { self.name = name }

  func configuration(of text: String) throws -> Configuration {
    guard let root = try compose(text), root.null == nil else {
      throw ConfigurationError(file: name, sentence: "the file is empty; it needs a workflow")
    }
    var configuration = Configuration(name: name, environment: [], workflows: [])
    for entry in try reader.entries(root, of: "the configuration") {
      let (key, value) = (entry.key, entry.value)
      switch key {
      case "app":
        if let envs = try reader.member("envs", of: value, called: "app") {
          configuration.environment = try variables(envs, of: "app.envs")
        }
        configuration.priority = try reader.member("priority", of: value, called: "app")
          .map(priority)
      case "meta": configuration.stackName = try stack(value)
      case "workflows":
        configuration.workflows = try reader.entries(value, of: "workflows").map {
          try workflow($0.key, $0.value)
        }
      default: break  // Bitrise has more keys than a build here needs.
      }
    }
    guard !configuration.workflows.isEmpty else {
      throw reader.fault("there is no workflow; add one below “workflows:”", at: root)
    }
    return configuration
  }

  private func compose(_ text: String) throws -> Node? {
    do {
      return try Yams.compose(yaml: text)
    } catch let error as YamlError {
      switch error {
      case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
        .composer(_, let problem, let mark, _):
        throw ConfigurationError(
          file: name, line: mark.line, column: mark.column,
          sentence: "this is not YAML: \(problem)")
      case .reader(let problem, _, _, _):
        throw ConfigurationError(file: name, sentence: "this is not YAML: \(problem)")
      case .duplicatedKeysInMapping(let keys, let context):
        throw ConfigurationError(
          file: name, line: context.mark.line, column: context.mark.column,
          sentence: "the key “\(keys.first ?? "")” stands twice in one map")
      default:
        throw ConfigurationError(file: name, sentence: "this is not YAML: \(error)")
      }
    }
  }

  private func workflow(_ id: String, _ node: Node) throws -> Configuration.Workflow {
    var workflow = Configuration.Workflow(
      id: id, title: id, beforeRun: [], afterRun: [], environment: [], steps: [])
    for entry in try reader.entries(node, of: "workflow “\(id)”") {
      let (key, value) = (entry.key, entry.value)
      switch key {
      case "title":
        let title = try reader.text(value, of: "title")
        if !title.isEmpty { workflow.title = title }
      case "before_run": workflow.beforeRun = try names(value, of: "before_run")
      case "after_run": workflow.afterRun = try names(value, of: "after_run")
      case "envs": workflow.environment = try variables(value, of: "envs")
      case "meta": workflow.stackName = try stack(value)
      case "priority": workflow.priority = try priority(value)
      case "steps":
        let steps = StepParser(reader: reader)
        workflow.steps = try reader.list(value, of: "steps").map(steps.step)
      default: break  // Bitrise has more keys than a build here needs.
      }
    }
    return workflow
  }

  private func names(_ node: Node, of what: String) throws -> [String] {
    try reader.list(node, of: what).map { try reader.text($0, of: "an entry of \(what)") }
  }

  private func variables(_ node: Node, of what: String) throws -> [EnvironmentVariable] {
    try VariableParser(reader: reader).variables(node, of: what)
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
