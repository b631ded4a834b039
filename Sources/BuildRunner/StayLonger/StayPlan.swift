package import BuildModel

/// A configuration to which the step that keeps a machine open was added.
package struct StayPlan: Sendable, Equatable {
  package var insertion: StepInsertion
  package var step: StayStep
  /// The title of the step it stands after.
  package var after: String
  /// What else the person should know, each one sentence.
  package var remarks: [String]

  /// Adds the step after the one that failed, or after the last one.
  ///
  /// - Parameters:
  ///   - text: the configuration that the next build will run.
  ///   - failed: the step that made the build fail; nil where none did.
  /// - Throws: `ConfigurationError` where the text has no such step, or cannot be added to.
  package init(
    seconds: Int, workflow: String, failed: Step?, in text: String, name: String
  ) throws {
    let plan = try WorkflowPlan(Configuration.parse(text, name: name), workflow: workflow)
    guard let target = try Self.target(failed, plan, name) else {
      throw ConfigurationError(
        file: name, sentence: "the workflow “\(workflow)” has no step to stay after")
    }
    step = StayStep(seconds: seconds, onlyIfFailed: failed != nil)
    insertion = try StepInsertion(step, after: target.step.place, in: text, name: name)
    after = target.step.title
    remarks = Self.remarks(target, workflow)
    if let other = plan.steps.first(where: { $0.step.title.hasPrefix(StayStep.titleBegin) }) {
      remarks.insert("“\(other.step.title.shortened)” is there already: both will wait.", at: 0)
    }
  }

  /// The step of this text that is the failed one, which may have been moved since.
  private static func target(
    _ failed: Step?, _ plan: WorkflowPlan, _ name: String
  ) throws -> WorkflowPlan.PlannedStep? {
    guard let failed else { return plan.steps.last }
    let same = plan.steps(like: failed)
    guard same.count == 1 else {
      throw ConfigurationError(
        file: name,
        sentence:
          "the workflow “\(plan.workflow)” has \(same.isEmpty ? "no" : "more than one")"
          + " step “\(failed.title.shortened)”, which failed in that build; put the step in by hand"
      )
    }
    return same[0]
  }

  private static func remarks(
    _ target: WorkflowPlan.PlannedStep, _ workflow: String
  ) -> [String] {
    var remarks = [
      "A rebuild runs the configuration as it is then, not as the build had it."
    ]
    if !target.bundles.isEmpty {
      remarks.append("The step stands in a bundle: every workflow that uses it waits as well.")
    } else if target.workflow != workflow {
      remarks.append(
        "The step stands in the workflow “\(target.workflow)”: all that run it wait as well.")
    }
    return remarks + ["Every build that comes to it waits; take it out again afterwards."]
  }
}
