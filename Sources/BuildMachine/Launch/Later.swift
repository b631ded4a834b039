import Synchronization

/// A value that becomes known once; any number may wait for it.
final class Later<Value: Sendable>: Sendable {
  private enum State {
    case unknown([CheckedContinuation<Value, Never>])
    case known(Value)
  }

  private let state = Mutex(State.unknown([]))

  /// Makes the value known; later ones are ignored.
  func settle(_ value: Value) {
    let waiting = state.withLock { state -> [CheckedContinuation<Value, Never>] in
      guard case .unknown(let waiting) = state else { return [] }
      state = .known(value)
      return waiting
    }
    for continuation in waiting { continuation.resume(returning: value) }
  }

  /// The value if it is known by now.
  var known: Value? {
    state.withLock { state in
      guard case .known(let value) = state else { return nil }
      return value
    }
  }

  /// Waits whatever happens to the waiting task: what is awaited here always comes.
  var value: Value {
    get async {
      await withCheckedContinuation { continuation in
        let known = state.withLock { state -> Value? in
          switch state {
          case .known(let value): return value
          case .unknown(let waiting):
            state = .unknown(waiting + [continuation])
            return nil
          }
        }
        if let known { continuation.resume(returning: known) }
      }
    }
  }
}
