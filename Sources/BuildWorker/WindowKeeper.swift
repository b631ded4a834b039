import BuildMachine
import BuildModel
import Foundation
import Synchronization

/// Holds a machine's door and obeys its access window: to the second, whatever else happens.
final class WindowKeeper: Sendable {
  private struct State {
    var window: AccessWindow
    var door: (any MachineDoor)?
    /// The deadline on the clock that nobody sets, so that a wall clock which jumps moves nothing.
    var deadline: (date: Date, instant: ContinuousClock.Instant)?
    var alarm: (any WorkerAlarm)?
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  private let state: Mutex<State>
  private let longestExtension: TimeInterval
  private let clock: WorkerClock
  private let onChange: @Sendable (AccessWindow) -> Void

  /// - Parameters:
  ///   - longestExtension: the most seconds that can be added to the grace, with the hold.
  ///   - onChange: called for every change that others can see, in order, one at a time.
  init(
    _ window: AccessWindow, longestExtension: TimeInterval, clock: WorkerClock,
    onChange: @escaping @Sendable (AccessWindow) -> Void
  ) {
    state = Mutex(State(window: window))
    self.longestExtension = longestExtension
    self.clock = clock
    self.onChange = onChange
    onChange(window)
  }

  var window: AccessWindow { state.withLock { $0.window } }
  /// The door, while it admits.
  var door: (any MachineDoor)? { state.withLock { $0.window.admits ? $0.door : nil } }

  /// - Parameter asked: when the door was asked for, if that was after the build's end.
  func opened(_ door: any MachineDoor, askedAfterBuild asked: Date? = nil) {
    let isLate = state.withLock { state in
      state.door = door
      return state.window.isClosed
    }
    if isLate { door.close() }
    apply(
      asked.map { .keptDoorOpened(at: clock.now(), asked: $0) } ?? .doorOpened(at: clock.now()))
  }

  func buildFinished(at time: Date) { apply(.buildFinished(at: time)) }

  /// Tells how many people are inside, which some services let move the end.
  func occupied(by count: Int) { apply(.occupied(by: count, at: clock.now())) }

  /// Adds time; nothing where it would be too much, as when two extend at once.
  func extend(seconds: TimeInterval) {
    apply(.extended(seconds: seconds, at: clock.now())) {
      $0.extra + seconds <= self.longestExtension
    }
  }

  func close(_ reason: AccessWindow.ClosedReason) {
    apply(.closeAsked(reason, at: clock.now()))
  }

  /// Returns when the door is shut and every visitor cut off.
  func waitUntilClosed() async {
    await withCheckedContinuation { continuation in
      let isClosed = state.withLock { state in
        if !state.window.isClosed { state.waiters.append(continuation) }
        return state.window.isClosed
      }
      if isClosed { continuation.resume() }
    }
  }

  private func apply(
    _ event: AccessWindow.Event, where holds: (AccessWindow) -> Bool = { _ in true }
  ) {
    let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
      let before = state.window
      guard holds(before) else { return [] }
      state.window.apply(event)
      guard state.window != before else { return [] }
      // First the door, then the words: nobody gets in after the window is said to be closed.
      if state.window.isClosed { state.door?.close() }
      if let deadline = state.window.deadline, deadline != before.deadline {
        move(to: deadline, &state)
      }
      if state.window.looksDifferent(from: before) { onChange(state.window) }
      guard state.window.isClosed else { return [] }
      state.alarm?.cancel()
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  // MARK: Time

  private func move(to deadline: Date, _ state: inout State) {
    let instant =
      state.deadline.map { $0.instant.advanced(by: deadline.timeIntervalSince($0.date)) }
      ?? clock.instant().advanced(by: deadline.timeIntervalSince(clock.now()))
    state.deadline = (deadline, instant)
    let left = clock.instant().seconds(until: instant)
    state.door?.announce(DeadlineWords.moved(to: deadline, left: left))
    setAlarm(&state)
  }

  /// Waits for the next warning, and after the last one for the deadline itself.
  private func setAlarm(_ state: inout State) {
    guard let (date, instant) = state.deadline else { return }
    state.alarm?.cancel()
    let left = clock.instant().seconds(until: instant)
    guard let lead = DeadlineWarnings.next(before: left) else {
      state.alarm = clock.alarm(instant) { [weak self] in self?.apply(.timePassed(now: date)) }
      return
    }
    state.alarm = clock.alarm(instant.advanced(by: -lead)) { [weak self] in
      self?.warn(of: date, left: lead)
    }
  }

  private func warn(of deadline: Date, left: TimeInterval) {
    state.withLock { state in
      // The deadline may have moved while the alarm was on its way.
      guard state.window.deadline == deadline else { return }
      state.door?.announce(DeadlineWords.warning(deadline, left: left))
      setAlarm(&state)
    }
  }
}

extension AccessWindow {
  /// Whether somebody who is told of windows would see a difference.
  fileprivate func looksDifferent(from other: AccessWindow) -> Bool {
    state != other.state || openedAt != other.openedAt || extra != other.extra
  }
}

extension ContinuousClock.Instant {
  fileprivate func advanced(by seconds: TimeInterval) -> Self {
    advanced(by: .seconds(seconds))
  }

  fileprivate func seconds(until other: Self) -> TimeInterval {
    duration(to: other) / .seconds(1)
  }
}
