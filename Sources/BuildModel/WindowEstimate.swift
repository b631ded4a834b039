package import struct Foundation.Date
package import typealias Foundation.TimeInterval

/// What an access window rests on where the service tells of none, as Bitrise does.
package enum WindowEstimate: Sendable, Equatable, Codable {
  /// The build runs, or waits: nothing is counted yet.
  case buildRuns
  /// The last step's end, as the log's summary tells it.
  case stepsEnded(at: Date)
  /// The build's own end: its steps tell nothing.
  case buildFinished(at: Date)

  /// How long Bitrise keeps a machine open after its build, in seconds.
  package static let grace: TimeInterval = 600

  /// Steps may be told one by one: so long after the last one's end no other is expected.
  private static let pauseBetweenSteps: TimeInterval = 20
  /// A build that is told to have finished so long after its steps was held open in between.
  private static let heldOpen: TimeInterval = grace - 60

  /// How the window of a build with remote access stands, as far as its times tell.
  ///
  /// Bitrise says that a machine stays for ten minutes after its build, and that these are a part
  /// of the build's time; so a build's end may be told before them or after them. The steps' ends
  /// tell which. Where two moments are possible it is the earlier one: a door that is said to be
  /// open must be.
  ///
  /// - Parameters:
  ///   - steps: as far as they are known; none where the service does not tell them.
  ///   - isReady: whether the machine is known to be open: the log said so, or somebody has the
  ///     credentials.
  ///   - now: the service's time.
  package static func state(
    of build: Build, steps: [Step], isReady: Bool, now: Date
  ) -> (state: AccessWindow.State, estimate: WindowEstimate) {
    let ends = steps.compactMap(\.finishedAt)
    let lastEnd = ends.max()
    guard build.status.isFinished else {
      let isOver =
        !steps.isEmpty && steps.allSatisfy { $0.status.isFinished }
        && lastEnd.map { now.timeIntervalSince($0) > pauseBetweenSteps } ?? false
      if isOver, let lastEnd {
        return (closing(from: lastEnd, now), .stepsEnded(at: lastEnd))
      }
      let isOpen = isReady && build.status == .running
      return (isOpen ? .open : .opening, .buildRuns)
    }
    let finishedAt = build.finishedAt ?? lastEnd ?? now
    let estimate: WindowEstimate =
      lastEnd.map { .stepsEnded(at: $0) } ?? .buildFinished(at: finishedAt)
    switch build.status {
    case .aborted, .abortedWithSuccess:
      return (.closed(.aborted, at: finishedAt), .buildFinished(at: finishedAt))
    case .queued, .running, .success, .failed: break
    }
    if let lastEnd, finishedAt.timeIntervalSince(lastEnd) >= heldOpen {
      return (.closed(.graceOver, at: finishedAt), estimate)
    }
    return (closing(from: min(lastEnd ?? finishedAt, finishedAt), now), estimate)
  }

  private static func closing(from end: Date, _ now: Date) -> AccessWindow.State {
    let deadline = end.addingTimeInterval(grace)
    return deadline > now ? .closing(deadline: deadline) : .closed(.graceOver, at: deadline)
  }

  /// What it rests on, for a person.
  package var words: String {
    switch self {
    case .buildRuns: "Bitrise does not tell the deadline; it is estimated once the steps end."
    case .stepsEnded: "Estimated: ten minutes from the end of the last step."
    case .buildFinished: "Estimated: ten minutes from the end of the build; its steps tell nothing."
    }
  }
}

/// What a service can do beside the contract that all of them speak.
package enum ServiceOffer: Sendable, Equatable {
  /// Windows with their credentials and deadlines, holds, extensions, events.
  case windows
  /// Bitrise's own: remote access begins with a rebuild, and its credentials stand on a page.
  case pageOnly
}
