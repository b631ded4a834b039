extension WorkflowPlan {
  /// The plan with the definitions of its local steps, which lie in the source.
  ///
  /// - Throws: `ConfigurationError` for a definition that is not there or cannot be read.
  package func resolved(in source: SourceTree) throws -> WorkflowPlan {
    var plan = self
    plan.steps = try steps.map { planned in
      guard case .local(let local) = planned.step.work else { return planned }
      var planned = planned
      planned.step = try Self.resolve(planned.step, local, in: source)
      return planned
    }
    return plan
  }

  private static func resolve(
    _ step: ConfiguredStep, _ local: ConfiguredStep.LocalStep, in source: SourceTree
  ) throws -> ConfiguredStep {
    let path = local.folder + ["step.yml"]
    let name = path.joined(separator: "/")
    let text: String
    do {
      text = try source.text(at: path)
    } catch let problem as SourceTree.Problem {
      throw step.place.fault("the step's file \(name) \(problem.sentence)")
    }
    let definition = try StepDefinition(text, name: name)
    var resolved = step.merged(over: definition)
    if let refusal = definition.refusal ?? resolved.templateFault {
      resolved.work = .foreign(refusal)
    }
    guard case .local(let local) = resolved.work else { return resolved }
    let entry = local.folder + local.entryFile.split(separator: "/").map(String.init)
    guard source.exists(entry) else {
      throw step.place.fault("the step's file \(entry.joined(separator: "/")) does not exist")
    }
    return resolved
  }
}

extension ConfiguredStep {
  /// What is wrong where an input is a template of Go's, which airlock does not fill in.
  var templateFault: ConfigurationError? {
    let template = inputs.first { $0.options.isTemplate == true && $0.value.contains("{{") }
    return template.map {
      place.fault("the input “\($0.key)” is a template, which airlock does not fill in")
    }
  }
}
