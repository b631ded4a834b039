package import BuildModel
import Synchronization

/// Whether somebody looks at what a service tells, and at which build.
///
/// A service without events is asked again and again while somebody does, and left alone while
/// nobody does.
package final class Attention: Sendable {
  private struct State {
    var isThere = true
    var build: BuildSlug?
    var waiting: [AsyncStream<Void>.Continuation] = []
  }

  private let state = Mutex(State())

  package init() {}

  package var isThere: Bool { state.withLock { $0.isThere } }

  /// Whether somebody waits for somebody to come.
  var isWaitedFor: Bool { state.withLock { !$0.waiting.isEmpty } }

  /// The build whose steps and log are looked at.
  package var build: BuildSlug? {
    get { state.withLock { $0.build } }
    set { state.withLock { $0.build = newValue } }
  }

  /// Somebody has come to look, or has turned away.
  package func turn(there isThere: Bool) {
    let waiting = state.withLock { state in
      let hasCome = isThere && !state.isThere
      state.isThere = isThere
      guard hasCome else { return [AsyncStream<Void>.Continuation]() }
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.finish() }
  }

  /// Ends when somebody comes who was away; at once where they are there already, if so wished.
  private func arrival(unlessThere: Bool) -> AsyncStream<Void> {
    AsyncStream { continuation in
      let isOver = state.withLock { state in
        if unlessThere, state.isThere { return true }
        state.waiting.append(continuation)
        return false
      }
      if isOver { continuation.finish() }
    }
  }

  /// Comes back once somebody looks, or the task is cancelled.
  func whenThere() async {
    for await _ in arrival(unlessThere: true) {}
  }

  /// Waits, but no longer than until somebody who was away comes back.
  func sleep(for pause: Duration) async throws {
    let arrival = arrival(unlessThere: false)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await NetworkThreads.pause(pause) }
      group.addTask { for await _ in arrival {} }
      try await group.next()
      group.cancelAll()
    }
    // Those that nobody waits for any more.
    state.withLock { if $0.waiting.count > 64 { $0.waiting.removeFirst(32) } }
  }
}
