import Synchronization

/// Knows how long nobody has asked for anything.
final class ActivityMeter: Sendable {
  private struct State {
    var listeners = 0
    var last: ContinuousClock.Instant
  }

  private let state: Mutex<State>

  init() { state = Mutex(State(last: .now)) }

  func touch() { state.withLock { $0.last = .now } }

  func listenerCame() { state.withLock { $0.listeners += 1 } }

  func listenerWent() {
    state.withLock { state in
      state.listeners -= 1
      state.last = .now
    }
  }

  /// How long nobody has asked; nil while somebody listens.
  var quietTime: Duration? {
    state.withLock { $0.listeners > 0 ? nil : ContinuousClock.now - $0.last }
  }
}
