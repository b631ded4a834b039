package import BuildModel

/// What one build runs: the workflow with all that comes before and after it, as one list.
package struct WorkflowPlan: Sendable, Equatable {
  package var workflow: String
  package var workflowTitle: String
  /// The app's variables and then the target workflow's, which all workflows of the build see.
  package var environment: [EnvironmentVariable]
  package var steps: [PlannedStep]

  /// A step with the workflow it stands in.
  package struct PlannedStep: Sendable, Equatable {
    package var index: Int
    package var workflow: String
    /// What workflows that begin with this step add to the environment.
    package var environment: [EnvironmentVariable]
    package var step: ConfiguredStep

    /// The step as it stands in reports before anything ran.
    package var report: Step { Step(index: index, stepID: step.id, title: step.title) }
  }

  /// Lays out a workflow.
  ///
  /// - Throws: `ConfigurationError` for a workflow that is unknown, only serves others, runs
  ///   itself in a circle or holds a step that airlock cannot run.
  package init(_ configuration: Configuration, workflow id: String) throws {
    func fault(_ sentence: String) -> ConfigurationError {
      ConfigurationError(file: configuration.name, sentence: sentence)
    }
    guard let target = configuration.workflow(id) else {
      throw fault("there is no workflow “\(id)”; \(Self.offer(configuration.workflowNames))")
    }
    guard !target.isUtility else {
      throw fault(
        "“\(id)” is a utility workflow, which only serves others;"
          + " \(Self.offer(configuration.workflowNames))")
    }
    workflow = id
    workflowTitle = target.title
    environment = configuration.environment + target.environment
    steps = []
    var walk = Walk(configuration: configuration)
    try walk.enter(id, from: nil)
    steps = walk.steps
    for planned in steps {
      if case .unknown(let error) = planned.step.work { throw error }
    }
  }

  private static func offer(_ names: [String]) -> String {
    names.isEmpty
      ? "the file has none that can be run"
      : "there is " + names.map { "“\($0)”" }.joined(separator: ", ")
  }

  private struct Walk {
    let configuration: Configuration
    var path: [String] = []
    var steps: [PlannedStep] = []
    /// Variables of workflows that have begun since the last step.
    var begun: [EnvironmentVariable] = []

    mutating func enter(_ id: String, from caller: String?) throws {
      guard !path.contains(id) else {
        let circle = (path.drop { $0 != id } + [id]).map { "“\($0)”" }
        throw ConfigurationError(
          file: configuration.name,
          sentence: "workflows run in a circle: \(circle.joined(separator: " → "))")
      }
      guard let workflow = configuration.workflow(id) else {
        throw ConfigurationError(
          file: configuration.name,
          sentence: "workflow “\(caller ?? "")” runs “\(id)”, which does not exist")
      }
      path.append(id)
      defer { path.removeLast() }
      // A workflow's own variables come after those of what it runs before itself.
      for before in workflow.beforeRun { try enter(before, from: id) }
      begun += workflow.environment
      for step in workflow.steps {
        steps.append(
          PlannedStep(index: steps.count, workflow: id, environment: begun, step: step))
        begun = []
      }
      for after in workflow.afterRun { try enter(after, from: id) }
    }
  }
}
