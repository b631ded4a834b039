package import BuildModel

extension WorkflowPlan {
  /// Which steps of the plan may be one that a service has told of: the one in its place, or else
  /// all of its title, for it may have been moved since.
  func steps(like told: Step) -> [PlannedStep] {
    func isIt(_ planned: PlannedStep) -> Bool {
      // A step without a title of its own may be called otherwise by another service.
      planned.step.id == told.stepID
        && (planned.step.title == told.title || planned.step.settings.title == nil)
    }
    if steps.indices.contains(told.index), isIt(steps[told.index]) { return [steps[told.index]] }
    return steps.filter { $0.step.title == told.title }
  }

  /// What a script step runs, line by line; nothing where it is another step, or not known which.
  package func script(of told: Step) -> [String] {
    let found = steps(like: told)
    guard found.count == 1, case .script(let script) = found[0].step.work else { return [] }
    return script.content.split(whereSeparator: \.isNewline).map(String.init)
  }
}
