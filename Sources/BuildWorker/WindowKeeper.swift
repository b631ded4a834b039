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
  private let now: @Sendable () -> Date
  private let onChange: @Sendable (AccessWindow) -> Void

  /// - Parameter onChange: called for every change, in order, one at a time.
  init(
    grace: TimeInterval, now: @escaping @Sendable () -> Date,
    onChange: @escaping @Sendable (AccessWindow) -> Void
  ) {
    state = Mutex(State(window: AccessWindow(grace: grace)))
    self.now = now
    self.onChange = onChange
    onChange(window)
  }

  var window: AccessWindow { state.withLock { $0.window } }
  /// The door, while it admits.
  var door: (any MachineDoor)? { state.withLock { $0.window.admits ? $0.door : nil } }

  func opened(_ door: any MachineDoor) {
    let isLate = state.withLock { state in
      state.door = door
      return state.window.isClosed
    }
    if isLate { door.close() }
    apply(.doorOpened(at: now()))
  }

  func buildFinished(at time: Date) { apply(.buildFinished(at: time)) }
  func extend(seconds: TimeInterval) { apply(.extended(seconds: seconds, at: now())) }
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

  private func apply(_ event: AccessWindow.Event) {
    let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
      let before = state.window
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
