/// What is wrong and what is strange about a configuration, all of it at once.
package struct ConfigurationCheck: Sendable, Equatable {
  /// Why a build of it would not run.
  package var errors: [String] = []
  package var warnings: [String] = []

  /// Looks at a text as a build would, and at each workflow that a person may run.
  package init(_ text: String, name: String) {
    let parser = ConfigurationParser(name: name)
    do {
      let configuration = try parser.configuration(of: text)
      warnings = parser.warnings.map(\.description)
      let index = PlanIndex(configuration)
      for workflow in configuration.workflowNames { check(workflow, of: index) }
      if configuration.workflowNames.isEmpty {
        warnings.append("\(name): there is no workflow that can be run by itself")
      }
      for item in configuration.triggerMap?.items ?? [] { check(item, of: configuration) }
    } catch {
      warnings = parser.warnings.map(\.description)
      errors = ["\(error)"]
    }
  }

  private mutating func check(_ workflow: String, of index: PlanIndex) {
    do {
      let plan = try WorkflowPlan(index, workflow: workflow)
      // A machine with Bitrise's own command can run it all the same.
      if let refusal = plan.refusal { add(warning: refusal) }
    } catch {
      let sentence = "\(error)"
      if !errors.contains(sentence) { errors.append(sentence) }
    }
  }

  private mutating func check(_ item: TriggerMap.Item, of configuration: Configuration) {
    if item.needsMore {
      add(
        warning: item.place.fault(
          "this trigger asks for changed files, labels or comments, which builds here do not"
            + " tell: it never matches"))
    }
    guard case .workflow(let name) = item.target else {
      return add(
        warning: item.place.fault("this trigger starts a pipeline, which airlock does not have"))
    }
    guard configuration.workflow(name) != nil else {
      errors.append(
        item.place.fault("the trigger starts “\(name)”, which does not exist").description)
      return
    }
    if !configuration.workflowNames.contains(name) {
      add(
        warning: item.place.fault(
          "the trigger starts “\(name)”, a utility workflow, which only serves others"))
    }
  }

  private mutating func add(warning: ConfigurationError) {
    if !warnings.contains(warning.description) { warnings.append(warning.description) }
  }
}
