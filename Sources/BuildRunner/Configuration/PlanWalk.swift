/// The workflows and bundles of a configuration by their names.
struct PlanIndex {
  let configuration: Configuration
  fileprivate let workflows: [String: Configuration.Workflow]
  fileprivate let bundles: [String: StepBundle]

  init(_ configuration: Configuration) {
    self.configuration = configuration
    workflows = Dictionary(configuration.workflows.map { ($0.id, $0) }) { first, _ in first }
    bundles = Dictionary(configuration.bundles.map { ($0.id, $0) }) { first, _ in first }
  }
}

/// Goes through a workflow and all it runs, step by step.
struct PlanWalk {
  /// Workflows that run each other twice, and bundles in bundles, double with every level.
  private static let stepLimit = 1000
  private static let visitLimit = 1000
  private static let variableLimit = 20_000

  private let index: PlanIndex
  private(set) var steps: [WorkflowPlan.PlannedStep] = []
  private var path: [String] = []
  /// What is in the path, which may be long.
  private var entered: Set<String> = []
  private var bundlePath: [String] = []
  private var visits = 0
  private var bundleUses = 0
  private var variables = 0
  /// Variables of workflows that have begun since the last step.
  private var begun: [DeclaredVariable] = []

  init(_ index: PlanIndex) { self.index = index }

  mutating func enter(_ id: String, from caller: String?) throws {
    try countVisit()
    guard entered.insert(id).inserted else {
      throw fault("workflows run in a circle: \(Self.circle(path, id))")
    }
    guard let workflow = index.workflows[id] else {
      throw fault("workflow “\(caller ?? "")” runs “\(id)”, which does not exist")
    }
    path.append(id)
    defer { entered.remove(path.removeLast()) }
    // A workflow's own variables come after those of what it runs before itself.
    for before in workflow.beforeRun { try enter(before, from: id) }
    try count(workflow.environment)
    begun += workflow.environment
    try add(workflow.entries, of: workflow, in: [])
    for after in workflow.afterRun { try enter(after, from: id) }
  }

  private mutating func add(
    _ entries: [StepEntry], of workflow: Configuration.Workflow,
    in scopes: [WorkflowPlan.BundleScope]
  ) throws {
    for entry in entries {
      switch entry {
      case .step(let step):
        guard steps.count < Self.stepLimit else {
          throw fault("the workflow has more than \(Self.stepLimit) steps")
        }
        steps.append(
          WorkflowPlan.PlannedStep(
            index: steps.count, workflow: workflow.id, workflowTitle: workflow.title,
            environment: begun, bundles: scopes, step: step))
        begun = []
      case .bundle(let use): try add(use, of: workflow, in: scopes)
      }
    }
  }

  private mutating func add(
    _ use: BundleUse, of workflow: Configuration.Workflow, in outer: [WorkflowPlan.BundleScope]
  ) throws {
    try countVisit()
    guard !bundlePath.contains(use.id) else {
      throw use.place.fault("bundles hold each other: \(Self.circle(bundlePath, use.id))")
    }
    guard let bundle = index.bundles[use.id] else {
      throw use.place.fault("there is no bundle “\(use.id)” below “step_bundles:”")
    }
    bundlePath.append(use.id)
    defer { bundlePath.removeLast() }
    bundleUses += 1
    try count(bundle.environment + bundle.inputs + use.environment + use.inputs)
    let scope = WorkflowPlan.BundleScope(
      number: bundleUses,
      environment: Self.environment(of: use, bundle, outer: outer.flatMap(\.environment)),
      runIf: use.runIf ?? bundle.runIf)
    try add(bundle.entries, of: workflow, in: outer + [scope])
  }

  /// The bundle's variables, then its inputs with the values that its use gives them.
  private static func environment(
    of use: BundleUse, _ bundle: StepBundle, outer: [DeclaredVariable]
  ) -> [DeclaredVariable] {
    let given = use.inputs.filter { input in bundle.inputs.contains { $0.key == input.key } }
    // An input that hands down one of the same name must still find the outer one's value.
    let usual = bundle.inputs.filter { input in
      !(outer.contains { $0.key == input.key } && given.contains { $0.key == input.key })
    }
    return bundle.environment + use.environment + usual + given
  }

  private mutating func countVisit() throws {
    visits += 1
    guard visits <= Self.visitLimit else {
      throw fault("workflows and bundles run each other more than \(Self.visitLimit) times")
    }
  }

  private mutating func count(_ more: [DeclaredVariable]) throws {
    variables += more.count
    guard variables <= Self.variableLimit else {
      throw fault("the workflow sets more than \(Self.variableLimit) variables")
    }
  }

  private func fault(_ sentence: String) -> ConfigurationError {
    ConfigurationError(file: index.configuration.name, sentence: sentence)
  }

  private static func circle(_ path: [String], _ id: String) -> String {
    (path.drop { $0 != id } + [id]).map { "“\($0)”" }.joined(separator: " → ")
  }
}
