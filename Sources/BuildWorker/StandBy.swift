import Foundation
import Synchronization

/// Waits for somebody to ask for a kept machine, and gives up at an instant.
final class StandBy: Sendable {
  private struct State {
    var isAsked: Bool?
    var waiter: CheckedContinuation<Bool, Never>?
    var timer: DeadlineTimer?
  }

  private let state = Mutex(State())

  init(until instant: ContinuousClock.Instant) {
    let timer = DeadlineTimer(instant) { [weak self] in self?.end(isAsked: false) }
    state.withLock { $0.timer = timer }
  }

  deinit { state.withLock { $0.timer }?.cancel() }

  /// Ends the wait; the first call counts.
  func end(isAsked: Bool) {
    let waiter = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      guard state.isAsked == nil else { return nil }
      state.isAsked = isAsked
      state.timer?.cancel()
      return state.waiter
    }
    waiter?.resume(returning: isAsked)
  }

  /// Whether somebody has asked; called once.
  func isAsked() async -> Bool {
    await withCheckedContinuation { continuation in
      let known = state.withLock { state in
        if state.isAsked == nil { state.waiter = continuation }
        return state.isAsked
      }
      if let known { continuation.resume(returning: known) }
    }
  }
}
