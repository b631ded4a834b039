/// One step of a workflow, as the configuration tells it.
package struct ConfiguredStep: Sendable, Equatable {
  /// The identifier without its version: `script`; of a step from the source, its folder.
  package var id: String
  /// Empty where the text names none.
  package var version: String
  package var settings: Settings
  package var work: Work
  package var inputs: [DeclaredVariable] = []
  /// Of each, the value is the name under which the steps that follow see it; empty for its own.
  package var outputs: [DeclaredVariable] = []
  var place: ConfigurationPlace

  /// What an entry and the definition of its step may both set.
  package struct Settings: Sendable, Equatable {
    package var title: String?
    package var isAlwaysRun: Bool?
    package var isSkippable: Bool?
    package var runIf: RunCondition?
    /// Seconds; 0 for no limit.
    package var timeout: Int?
    package var noOutputTimeout: Int?

    /// These where they are set, else those of the step's definition.
    func merged(over base: Settings) -> Settings {
      Settings(
        title: title ?? base.title, isAlwaysRun: isAlwaysRun ?? base.isAlwaysRun,
        isSkippable: isSkippable ?? base.isSkippable, runIf: runIf ?? base.runIf,
        timeout: timeout ?? base.timeout,
        noOutputTimeout: noOutputTimeout ?? base.noOutputTimeout)
    }
  }

  /// What a step does.
  package enum Work: Sendable, Equatable {
    case script(Script)
    /// A step that lies in the source.
    case local(LocalStep)
    /// A step whose work airlock has already done; says so in the log.
    case alreadyDone(String)
    /// A step that airlock cannot run itself; the sentence says why.
    case foreign(ConfigurationError)
  }

  /// The inputs of a `script` step.
  package struct Script: Sendable, Equatable {
    package var content: String
    /// Nil for bash with `-eo pipefail`.
    package var runner: String?
    package var workingFolder: String?
  }

  /// A folder of the source with a `step.yml`.
  package struct LocalStep: Sendable, Equatable {
    /// Below the source's own folder, in plain names.
    package var folder: [String]
    /// Below that folder.
    package var entryFile = "step.sh"
  }

  package var title: String { settings.title ?? (id == "script" ? "Script" : id) }
  package var isAlwaysRun: Bool { settings.isAlwaysRun ?? false }
  package var isSkippable: Bool { settings.isSkippable ?? false }
  package var runIf: RunCondition? { settings.runIf }
  package var timeout: Int? { settings.timeout }
  package var noOutputTimeout: Int? { settings.noOutputTimeout }
}

/// One entry of a list of steps.
package enum StepEntry: Sendable, Equatable {
  case step(ConfiguredStep)
  case bundle(BundleUse)
}

/// An entry in whose place the steps of a bundle run.
package struct BundleUse: Sendable, Equatable {
  package var id: String
  package var inputs: [DeclaredVariable] = []
  package var environment: [DeclaredVariable] = []
  package var runIf: RunCondition?
  var place: ConfigurationPlace
}

/// A named list of steps.
package struct StepBundle: Sendable, Equatable {
  package var id: String
  package var inputs: [DeclaredVariable] = []
  package var environment: [DeclaredVariable] = []
  package var runIf: RunCondition?
  package var entries: [StepEntry] = []
}
