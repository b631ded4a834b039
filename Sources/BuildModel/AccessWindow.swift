package import struct Foundation.Date
package import typealias Foundation.TimeInterval

/// The time in which a build's machine can be entered.
///
/// Opening, then open while the build runs, then closing with a deadline, then closed. It is a
/// value: whoever holds the machine feeds it what happened and obeys the state that follows.
package struct AccessWindow: Sendable, Equatable, Codable {
  package enum State: Sendable, Equatable, Codable {
    case opening
    /// The build still runs; there is no deadline yet.
    case open
    /// The build has finished and the door shuts at the deadline.
    case closing(deadline: Date)
    case closed(ClosedReason, at: Date)

    package var isClosed: Bool {
      guard case .closed = self else { return false }
      return true
    }
  }

  /// What ended the window.
  package enum ClosedReason: String, Sendable, Codable, CaseIterable {
    case graceOver = "grace_over"
    case closedByUser = "closed_by_user"
    case aborted
    case machineDied = "machine_died"
    case workerLost = "worker_lost"
    /// The machine or its door could not be set up.
    case neverOpened = "never_opened"

    /// The reason as one sentence for the person who wanted in.
    package var sentence: String {
      switch self {
      case .graceOver: "The time after the build was over."
      case .closedByUser: "It was closed by hand."
      case .aborted: "The build was aborted."
      case .machineDied: "The machine ended."
      case .workerLost: "The worker that held the machine was lost."
      case .neverOpened: "The machine could not be opened."
      }
    }
  }

  package enum Event: Sendable, Equatable {
    case doorOpened(at: Date)
    /// The door of a finished build's machine opened, to somebody who had asked for it.
    case keptDoorOpened(at: Date, asked: Date)
    case buildFinished(at: Date)
    case extended(seconds: TimeInterval, at: Date)
    case closeAsked(ClosedReason, at: Date)
    case timePassed(now: Date)
  }

  package private(set) var state: State
  package private(set) var openedAt: Date?
  /// How long the door stays open after the build, in seconds.
  package let grace: TimeInterval
  /// Seconds that were added to the grace: a hold asked for beforehand, and later extensions.
  package private(set) var extra: TimeInterval

  package init(grace: TimeInterval, hold: TimeInterval = 0) {
    state = .opening
    openedAt = nil
    self.grace = grace
    extra = hold
  }

  /// A window as it was written down.
  package init(state: State, openedAt: Date?, grace: TimeInterval, extra: TimeInterval) {
    self.state = state
    self.openedAt = openedAt
    self.grace = grace
    self.extra = extra
  }

  package var deadline: Date? {
    guard case .closing(let deadline) = state else { return nil }
    return deadline
  }

  package var isClosed: Bool { state.isClosed }

  /// Whether somebody with the credentials gets in.
  package var admits: Bool {
    switch state {
    case .open, .closing: true
    case .opening, .closed: false
    }
  }

  /// Takes in what happened; a closed window stays closed whatever follows.
  package mutating func apply(_ event: Event) {
    switch (state, event) {
    case (.closed, _): return
    case (_, .closeAsked(let reason, let now)): state = .closed(reason, at: now)
    case (.opening, .doorOpened(let now)):
      openedAt = now
      state = .open
    case (.opening, .keptDoorOpened(let now, let asked)):
      openedAt = now
      state = .closing(deadline: asked.addingTimeInterval(grace + extra))
    case (.opening, .buildFinished(let now)): state = .closed(.neverOpened, at: now)
    case (.open, .buildFinished(let now)):
      state = .closing(deadline: now.addingTimeInterval(grace + extra))
    case (.closing(let deadline), .extended(let seconds, _)):
      extra += seconds
      state = .closing(deadline: deadline.addingTimeInterval(seconds))
    case (.opening, .extended(let seconds, _)), (.open, .extended(let seconds, _)):
      extra += seconds
    case (.closing(let deadline), .timePassed(let now)) where now >= deadline:
      state = .closed(.graceOver, at: deadline)
    case (_, .timePassed), (.open, .doorOpened), (.closing, .doorOpened),
      (.open, .keptDoorOpened), (.closing, .keptDoorOpened), (.closing, .buildFinished):
      return
    }
  }
}
