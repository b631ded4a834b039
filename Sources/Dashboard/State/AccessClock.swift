package import BuildModel
package import struct Foundation.Date

/// How long a door stays open, as told at one moment.
package enum AccessClock: Sendable, Equatable {
  case opening
  case openWhileBuildRuns
  /// Whole seconds until it closes, at least one; an estimate where the service does not tell.
  case closing(seconds: Int, isEstimate: Bool = false)
  /// The deadline has passed and the service has not said so yet.
  case timeIsUp
  case closed(AccessWindow.ClosedReason, at: Date)

  package init(
    _ state: AccessWindow.State, at serverNow: Date, isEstimate: Bool = false
  ) {
    switch state {
    case .opening: self = .opening
    case .open: self = .openWhileBuildRuns
    case .closing(let deadline):
      let seconds = Int(deadline.timeIntervalSince(serverNow).rounded(.up))
      self = seconds > 0 ? .closing(seconds: seconds, isEstimate: isEstimate) : .timeIsUp
    case .closed(let reason, let at): self = .closed(reason, at: at)
    }
  }

  /// Less than a minute is left.
  package var isUrgent: Bool {
    switch self {
    case .closing(let seconds, _): seconds < 60
    case .timeIsUp: true
    case .opening, .openWhileBuildRuns, .closed: false
    }
  }

  package var isClosed: Bool {
    guard case .closed = self else { return false }
    return true
  }

  /// Whether somebody with the credentials gets in.
  package var admits: Bool {
    switch self {
    case .openWhileBuildRuns, .closing: true
    case .opening, .timeIsUp, .closed: false
    }
  }
}
