package import BuildModel

/// What one build runs: the workflow with all that comes before and after it, as one list.
package struct WorkflowPlan: Sendable, Equatable {
  package var workflow: String
  package var workflowTitle: String
  /// The app's variables and then the target workflow's, which all workflows of the build see.
  package var environment: [DeclaredVariable]
  package var steps: [PlannedStep]

  /// A step with the workflow it stands in.
  package struct PlannedStep: Sendable, Equatable {
    package var index: Int
    package var workflow: String
    package var workflowTitle: String
    /// What workflows that begin with this step add to the environment.
    package var environment: [DeclaredVariable]
    /// The bundles in which the step stands, the outermost first.
    package var bundles: [BundleScope] = []
    package var step: ConfiguredStep

    /// The step as it stands in reports before anything ran.
    package var report: Step { Step(index: index, stepID: step.id, title: step.title) }
  }

  /// One use of a bundle in a plan.
  package struct BundleScope: Sendable, Equatable {
    /// Which use of all in the plan.
    package var number: Int
    /// What the steps in it see, and no others.
    package var environment: [DeclaredVariable]
    package var runIf: RunCondition?
  }

  /// Lays out a workflow.
  ///
  /// - Throws: `ConfigurationError` for a workflow that is unknown, only serves others, or
  ///   stands for more steps than anybody can mean.
  package init(_ configuration: Configuration, workflow id: String) throws {
    try self.init(PlanIndex(configuration), workflow: id)
  }

  init(_ index: PlanIndex, workflow id: String) throws {
    let configuration = index.configuration
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
    var walk = PlanWalk(index)
    try walk.enter(id, from: nil)
    steps = walk.steps
  }

  /// Why airlock cannot run the plan itself; nil where it can.
  package var refusal: ConfigurationError? {
    for planned in steps {
      if case .foreign(let error) = planned.step.work { return error }
    }
    return nil
  }

  private static func offer(_ names: [String]) -> String {
    names.isEmpty
      ? "the file has none that can be run"
      : "there is " + names.map { "“\($0)”" }.joined(separator: ", ")
  }
}
