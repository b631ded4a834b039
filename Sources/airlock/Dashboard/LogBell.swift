import BuildModel
import Synchronization

/// Tells those who follow a build's log that there is news of the build.
final class LogBell: Sendable {
  private struct Listener {
    var build: BuildSlug
    var continuation: AsyncStream<Void>.Continuation
  }

  private struct State {
    var next = 0
    var listeners: [Int: Listener] = [:]
  }

  private let state = Mutex(State())

  /// Rings once for any number of calls that come while the listener is busy.
  func rings(of build: BuildSlug) -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let number = state.withLock { state in
      state.next += 1
      state.listeners[state.next] = Listener(build: build, continuation: continuation)
      return state.next
    }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { _ = $0.listeners.removeValue(forKey: number) }
    }
    return stream
  }

  /// - Parameter build: nil rings for all.
  func ring(_ build: BuildSlug?) {
    let waiting = state.withLock { state in
      state.listeners.values.filter { build == nil || $0.build == build }.map(\.continuation)
    }
    for continuation in waiting { continuation.yield() }
  }
}
