import BuildModel

/// What the log says of a step at its end: why it failed, or why it did not run.
struct StepRemark: Equatable {
  /// In red.
  var error = ""
  /// In blue.
  var note = ""

  init?(error: String, isForgiven: Bool) {
    guard !error.isEmpty || isForgiven else { return nil }
    self.error = error
    if isForgiven { note = "The step is marked is_skippable, so the build goes on." }
  }

  init(of planned: WorkflowPlan.PlannedStep, skipped: StepStatus) {
    let conditions = planned.bundles.compactMap(\.runIf) + [planned.step.runIf].compactMap { $0 }
    switch skipped {
    case .skippedWithRunIf:
      note =
        "Not run, because run_if does not hold: "
        + conditions.map(\.text.shortened).joined(separator: ", ")
    default:
      note = "Not run, because an earlier step failed and this one is not marked is_always_run."
    }
  }

  var text: String {
    func painted(_ text: String, _ colour: Int) -> String {
      text.isEmpty ? "" : "\u{1b}[\(colour);1m\(text)\u{1b}[0m\n"
    }
    return painted(error, 31) + painted(note, 34)
  }
}
