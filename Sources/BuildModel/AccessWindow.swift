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
    /// Nobody came in the time that the service gives them.
    case nobodyCame = "nobody_came"
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
      case .nobodyCame: "Nobody came in."
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
    /// So many people are inside now.
    case occupied(by: Int, at: Date)
    case closeAsked(ClosedReason, at: Date)
    case timePassed(now: Date)
  }

  package private(set) var state: State
  package private(set) var openedAt: Date?
  /// How long the door stays open after the build, in seconds.
  package let grace: TimeInterval
  /// Seconds that were added to the grace: a hold asked for beforehand, and later extensions.
  package private(set) var extra: TimeInterval
  /// Nil for a window that only the clock and its owner close.
  private let policy: WindowPolicy?
  /// What the policy goes by; nil without one.
  private var presence: WindowPresence?

  /// - Parameters:
  ///   - hold: seconds to add to the grace.
  ///   - policy: what besides the clock may move the end.
  package init(grace: TimeInterval, hold: TimeInterval = 0, policy: WindowPolicy? = nil) {
    state = .opening
    openedAt = nil
    self.grace = grace
    extra = hold
    self.policy = policy
    presence = policy.map { _ in WindowPresence() }
  }

  /// A window as it was written down.
  package init(state: State, openedAt: Date?, grace: TimeInterval, extra: TimeInterval) {
    self.state = state
    self.openedAt = openedAt
    self.grace = grace
    self.extra = extra
    policy = nil
    presence = nil
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
      beginClosing(at: asked)
    case (.opening, .buildFinished(let now)): state = .closed(.neverOpened, at: now)
    case (.open, .buildFinished(let now)): beginClosing(at: now)
    case (.closing(let deadline), .extended(let seconds, _)): extend(by: seconds, from: deadline)
    case (.opening, .extended(let seconds, _)), (.open, .extended(let seconds, _)):
      extra += seconds
      // Who asks for more time is as good as there.
      presence?.isAwaited = false
    case (_, .occupied(let count, let now)): occupy(count, at: now)
    case (.closing(let deadline), .timePassed(let now)) where now >= deadline:
      state = .closed(isCutShort ? .nobodyCame : .graceOver, at: deadline)
    case (_, .timePassed), (.open, .doorOpened), (.closing, .doorOpened),
      (.open, .keptDoorOpened), (.closing, .keptDoorOpened), (.closing, .buildFinished):
      return
    }
  }

  private mutating func beginClosing(at start: Date) {
    let end = start.addingTimeInterval(grace + extra)
    guard let policy, presence != nil else { return state = .closing(deadline: end) }
    let last = policy.lastEnd(afterGrace: start.addingTimeInterval(grace)).map { min(end, $0) }
    extra = (last ?? end).timeIntervalSince(start) - grace
    presence?.start = start
    presence?.end = last ?? end
    moveDeadline()
  }

  private mutating func extend(by seconds: TimeInterval, from deadline: Date) {
    guard let policy, let before = presence?.end, let start = presence?.start else {
      extra += seconds
      return state = .closing(deadline: deadline.addingTimeInterval(seconds))
    }
    let asked = before.addingTimeInterval(seconds)
    let last = policy.lastEnd(afterGrace: start.addingTimeInterval(grace)) ?? asked
    let end = max(before, min(asked, last))
    extra += end.timeIntervalSince(before)
    presence?.end = end
    presence?.isAwaited = false
    moveDeadline()
  }

  private mutating func occupy(_ count: Int, at now: Date) {
    presence?.people = count
    if count > 0 { presence?.isAwaited = false }
    guard state != .opening, let end = presence?.end else { return }
    // The last one to leave after the planned end closes the door behind them.
    if count == 0, now >= end { return state = .closed(.graceOver, at: now) }
    moveDeadline()
  }

  /// Whether the deadline is earlier than planned, because nobody has come.
  private var isCutShort: Bool {
    guard let deadline, let end = presence?.end else { return false }
    return deadline < end
  }

  private mutating func moveDeadline() {
    guard let policy, let presence, let deadline = policy.deadline(presence) else { return }
    state = .closing(deadline: deadline)
  }
}
