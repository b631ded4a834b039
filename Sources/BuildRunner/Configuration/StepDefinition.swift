import Yams

/// What a `step.yml` says about its step.
struct StepDefinition: Equatable {
  var settings = ConfiguredStep.Settings()
  var inputs: [DeclaredVariable] = []
  var outputs: [DeclaredVariable] = []
  var entryFile = "step.sh"
  /// Why airlock cannot run the step; nil where it can.
  var refusal: ConfigurationError?

  /// Reads a definition.
  ///
  /// - Throws: `ConfigurationError` with the first fault's place.
  init(_ text: String, name: String) throws {
    let reader = NodeReader(file: name)
    guard let root = try YAMLText(file: name).tree(of: text), root.null == nil else {
      throw ConfigurationError(file: name, sentence: "the file is empty; it must describe a step")
    }
    let steps = StepParser(reader: reader)
    let variables = VariableParser(reader: reader)
    for entry in try reader.entries(root, of: "a step's definition") {
      switch entry.key {
      case "inputs": inputs = try variables.variables(entry.value, of: entry.key)
      case "outputs": outputs = try variables.variables(entry.value, of: entry.key)
      case "toolkit": try readToolkit(entry.value, reader)
      default: try steps.read(entry, into: &settings, of: "the step")
      }
    }
  }

  private mutating func readToolkit(_ node: Node, _ reader: NodeReader) throws {
    for entry in try reader.entries(node, of: "toolkit") {
      guard entry.key == "bash" else {
        refusal = reader.fault(
          "the step needs the toolkit “\(entry.key.shortened)”; airlock runs steps by bash only",
          at: entry.keyNode)
        continue
      }
      guard
        let file = try reader.member("entry_file", of: entry.value, called: "toolkit.bash")
      else { continue }
      let name = try reader.text(file, of: "entry_file")
      guard !name.split(separator: "/").contains(".."), !name.hasPrefix("/"),
        !name.utf8.contains(0)
      else { throw reader.fault("entry_file must lie in the step's folder", at: file) }
      if !name.isEmpty { entryFile = name }
    }
  }
}

extension ConfiguredStep {
  /// The step with its definition below what its entry says.
  func merged(over definition: StepDefinition) -> ConfiguredStep {
    var step = self
    step.settings = settings.merged(over: definition.settings)
    step.inputs = definition.inputs.map { Self.merge($0, with: inputs) }
    step.outputs = definition.outputs.map { output in
      // In a definition, the value of an output means nothing.
      Self.merge(
        DeclaredVariable(key: output.key, value: "", options: output.options), with: outputs)
    }
    if case .local(var local) = work {
      local.entryFile = definition.entryFile
      step.work = .local(local)
    }
    return step
  }

  private static func merge(
    _ variable: DeclaredVariable, with entries: [DeclaredVariable]
  ) -> DeclaredVariable {
    guard let entry = entries.last(where: { $0.key == variable.key }) else { return variable }
    return DeclaredVariable(
      key: variable.key, value: entry.value,
      options: entry.options.merged(over: variable.options))
  }
}
