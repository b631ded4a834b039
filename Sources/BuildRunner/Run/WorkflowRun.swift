package import BuildModel

/// Runs the steps of one build in its machine, from the first to the last.
///
/// Cancel its task to stop the build: the running step ends, no other begins.
package protocol WorkflowRun: Sendable {
  func run() async -> RunOutcome
}

/// How the steps of a build went.
package enum RunOutcome: Sendable, Equatable {
  case success
  case failed
  /// No step is to blame; the sentence says what is.
  case broken(String)
  /// The task was cancelled.
  case stopped
}

/// Who hears what happens in a run; called in order, one call at a time.
package struct RunObserver: Sendable {
  /// The steps are others than the plan had.
  package var stepsPlanned: @Sendable ([Step]) -> Void
  package var stepChanged: @Sendable (Step) -> Void
  /// What a program of the build would find in its environment from now on.
  package var environmentChanged: @Sendable ([String: String]) -> Void

  package init(
    stepsPlanned: @escaping @Sendable ([Step]) -> Void = { _ in },
    stepChanged: @escaping @Sendable (Step) -> Void,
    environmentChanged: @escaping @Sendable ([String: String]) -> Void
  ) {
    self.stepsPlanned = stepsPlanned
    self.stepChanged = stepChanged
    self.environmentChanged = environmentChanged
  }
}
