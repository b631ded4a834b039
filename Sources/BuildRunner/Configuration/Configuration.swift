package import BuildModel

/// A `bitrise.yml`, as far as airlock carries it out.
package struct Configuration: Sendable, Equatable {
  /// What the text is called in messages.
  package var name: String
  package var environment: [DeclaredVariable]
  /// In the order of the text.
  package var workflows: [Workflow]
  var bundles: [StepBundle] = []
  /// Nil where the text has none.
  var triggerMap: TriggerMap?
  var stackName: StackName?
  var priority: Int?

  /// One list of steps with what belongs to it.
  package struct Workflow: Sendable, Equatable {
    package var id: String
    package var title: String
    package var beforeRun: [String]
    package var afterRun: [String]
    package var environment: [DeclaredVariable]
    package var entries: [StepEntry]
    var stackName: StackName?
    var priority: Int?

    /// Whether it only serves other workflows: `_` begins its name.
    package var isUtility: Bool { id.hasPrefix("_") }
  }

  /// Reads a configuration.
  ///
  /// - Throws: `ConfigurationError` with the first fault's place.
  package static func parse(_ text: String, name: String) throws -> Configuration {
    try ConfigurationParser(name: name).configuration(of: text)
  }

  /// The workflows a person may run, in the order of the text.
  package var workflowNames: [String] { workflows.filter { !$0.isUtility }.map(\.id) }

  /// The stack a workflow asks for: its own, else the app's, else nil.
  package func stack(of workflow: String) -> StackName? {
    self.workflow(workflow)?.stackName ?? stackName
  }

  /// The priority a workflow asks for: its own, else the app's, else nil.
  package func priority(of workflow: String) -> Int? {
    self.workflow(workflow)?.priority ?? priority
  }

  func workflow(_ id: String) -> Workflow? { workflows.first { $0.id == id } }

  /// The workflow for a build that names none; nil where nothing tells.
  ///
  /// - Throws: `ConfigurationError` where the trigger map chooses what airlock cannot run.
  package func defaultWorkflow(for trigger: BuildTrigger) throws -> String? {
    guard let triggerMap else {
      let names = workflowNames
      return names.contains("primary") ? "primary" : names.count == 1 ? names.first : nil
    }
    guard let item = try triggerMap.match(trigger) else { return nil }
    switch item.target {
    case .pipeline(let name):
      throw item.place.fault(
        "the trigger map starts the pipeline “\(name)” here; airlock runs single workflows, so"
          + " name one")
    case .workflow(let name):
      guard workflowNames.contains(name) else {
        throw item.place.fault(
          "the trigger map starts the workflow “\(name)” here, which is none that can be run")
      }
      return name
    }
  }
}
