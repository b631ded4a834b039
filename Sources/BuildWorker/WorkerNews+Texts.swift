import BuildModel

extension WorkerNews {
  /// The news with every text changed that a person or a program has written.
  func changingTexts(_ change: (String) -> String) -> WorkerNews {
    switch self {
    case .prepared(let isolation, let hash, let message):
      .prepared(isolation: isolation, commitHash: hash, commitMessage: message.map(change))
    case .planned(let steps): .planned(steps.map { $0.changingTexts(change) })
    case .stepChanged(let step): .stepChanged(step.changingTexts(change))
    case .artifactsKept(let artifacts):
      .artifactsKept(
        artifacts.map {
          Artifact(slug: $0.slug, title: change($0.title), byteCount: $0.byteCount)
        })
    case .finished(let status, let failure, let abort):
      .finished(status, failureReason: failure.map(change), abortReason: abort.map(change))
    case .started, .windowChanged, .connectionsChanged, .visitorEntered, .visitorLeft, .machineKept,
      .visitorRefused, .visitorShutOut, .ended:
      self
    }
  }
}

extension Step {
  fileprivate func changingTexts(_ change: (String) -> String) -> Step {
    var step = self
    step.title = change(title)
    return step
  }
}
