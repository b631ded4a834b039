package import BuildModel

/// A `bitrise.yml`, as far as airlock carries it out.
package struct Configuration: Sendable, Equatable {
  /// What the text is called in messages.
  package var name: String
  package var environment: [EnvironmentVariable]
  /// In the order of the text.
  package var workflows: [Workflow]
  var stackName: StackName?
  var priority: Int?

  /// One list of steps with what belongs to it.
  package struct Workflow: Sendable, Equatable {
    package var id: String
    package var title: String
    package var beforeRun: [String]
    package var afterRun: [String]
    package var environment: [EnvironmentVariable]
    package var steps: [ConfiguredStep]
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
}

/// One entry of a workflow's `steps`.
package struct ConfiguredStep: Sendable, Equatable {
  /// The identifier without its version: `script`.
  package var id: String
  /// Empty where the text names none.
  package var version: String
  package var title: String
  package var work: Work
  package var isAlwaysRun = false
  package var isSkippable = false
  package var runIf: RunCondition?
  /// Seconds; nil where the text sets none, 0 for no limit.
  package var timeout: Int?
  package var noOutputTimeout: Int?
  package var inputs: [EnvironmentVariable] = []

  /// What a step does.
  package enum Work: Sendable, Equatable {
    case script(Script)
    /// A step whose work airlock has already done; says so in the log.
    case alreadyDone(String)
    /// A step that airlock cannot run; preparing the build fails with the sentence.
    case unknown(ConfigurationError)
  }

  /// The inputs of a `script` step.
  package struct Script: Sendable, Equatable {
    package var content: String
    /// Nil for bash with `-eo pipefail`.
    package var runner: String?
    package var workingFolder: String?
  }
}
