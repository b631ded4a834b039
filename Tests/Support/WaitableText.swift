import Synchronization

/// Text that grows, and that a test can wait on.
package final class WaitableText: Sendable {
  private struct Waiter {
    var wanted: String
    var continuation: CheckedContinuation<Void, Never>
  }

  private struct State {
    var text = ""
    var waiters: [Waiter] = []
  }

  private let state = Mutex(State())

  package init() {}

  package var text: String { state.withLock { $0.text } }

  package func append(_ more: String) {
    let met = state.withLock { state -> [Waiter] in
      state.text += more
      let met = state.waiters.filter { state.text.contains($0.wanted) }
      state.waiters.removeAll { state.text.contains($0.wanted) }
      return met
    }
    for waiter in met { waiter.continuation.resume() }
  }

  /// Returns once the text holds what is wanted; a test's time limit ends it where it never does.
  package func wait(for wanted: String) async {
    await withCheckedContinuation { continuation in
      let isMet = state.withLock { state in
        if state.text.contains(wanted) { return true }
        state.waiters.append(Waiter(wanted: wanted, continuation: continuation))
        return false
      }
      if isMet { continuation.resume() }
    }
  }
}
