import BuildModel
import BuildRunner

/// How long the steps of a build may be silent.
struct OutputLimits: Sendable {
  static let variable = "BITRISE_NO_OUTPUT_TIMEOUT"

  let plan: WorkflowPlan

  /// Seconds for a step that runs now; nil where it may be silent for ever.
  ///
  /// - Parameter environment: what the build had set when the step began.
  func seconds(of step: Step, environment: [String: String]) -> Int? {
    guard step.status == .running, plan.steps.indices.contains(step.index) else { return nil }
    let planned = plan.steps[step.index]
    let set = planned.environment.last { $0.key == Self.variable }?.value
    let general = (set ?? environment[Self.variable]).flatMap { Int($0) }
    return (planned.step.noOutputTimeout ?? general).flatMap { $0 > 0 ? $0 : nil }
  }
}

extension BuildOrder {
  /// The order with the service's own limit as a variable, which app and trigger may set anew.
  var withOutputLimit: BuildOrder {
    guard let noOutputLimit else { return self }
    var order = self
    let variable = EnvironmentVariable(key: OutputLimits.variable, value: "\(noOutputLimit)")
    order.environment.insert(variable, at: 0)
    return order
  }
}
