import BuildMachine
import BuildModel
import Foundation
import Synchronization

/// Holds a machine's door and obeys its access window: to the second, whatever else happens.
final class WindowKeeper: Sendable {
  private struct State {
    var window: AccessWindow
    var door: (any MachineDoor)?
    var timer: DeadlineTimer?
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  private let state: Mutex<State>
  private let longestExtension: TimeInterval
  private let now: @Sendable () -> Date
  private let onChange: @Sendable (AccessWindow) -> Void

  /// - Parameters:
  ///   - longestExtension: the most seconds that can be added to the grace, with the hold.
  ///   - onChange: called for every change, in order, one at a time.
  init(
    grace: TimeInterval, hold: TimeInterval, longestExtension: TimeInterval,
    now: @escaping @Sendable () -> Date, onChange: @escaping @Sendable (AccessWindow) -> Void
  ) {
    state = Mutex(State(window: AccessWindow(grace: grace, hold: hold)))
    self.longestExtension = longestExtension
    self.now = now
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
    apply(asked.map { .keptDoorOpened(at: now(), asked: $0) } ?? .doorOpened(at: now()))
  }

  func buildFinished(at time: Date) { apply(.buildFinished(at: time)) }

  /// Adds time; nothing where it would be too much, as when two extend at once.
  func extend(seconds: TimeInterval) {
    apply(.extended(seconds: seconds, at: now())) { $0.extra + seconds <= self.longestExtension }
  }

  func close(_ reason: AccessWindow.ClosedReason) { apply(.closeAsked(reason, at: now())) }

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
      if let deadline = state.window.deadline { setTimer(deadline, &state) }
      onChange(state.window)
      guard state.window.isClosed else { return [] }
      state.timer?.cancel()
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  private func setTimer(_ deadline: Date, _ state: inout State) {
    state.timer?.cancel()
    let left = deadline.timeIntervalSince(now())
    state.timer = DeadlineTimer(.now.advanced(by: .seconds(left))) { [weak self] in
      // The wall clock may have been set back meanwhile; the time has passed all the same.
      self?.apply(.timePassed(now: deadline))
    }
  }
}
