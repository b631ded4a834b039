import Dispatch
import Foundation
import Synchronization

/// Threads of our own for what waits, so that the threads which Swift's tasks share never do.
enum OwnThread {
  static func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
    let thread = Thread(block: body)
    thread.name = name
    thread.stackSize = 512 * 1024
    thread.start()
  }

  /// Runs work that may wait and gives its outcome to the calling task.
  static func run<Value: Sendable>(
    _ name: String, _ work: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      start(name) { continuation.resume(with: Result { try work() }) }
    }
  }

  /// Waits on the calling thread, which must be one of ours, for what a task does.
  ///
  /// - Returns: nil where it took longer than `limit`; what it yields afterwards goes to `late`.
  static func wait<Value: Sendable>(
    upTo limit: DispatchTimeInterval? = nil, late: @escaping @Sendable (Value) -> Void = { _ in },
    for work: @escaping @Sendable () async throws -> Value
  ) -> Result<Value, any Error>? {
    let meeting = Meeting<Value>()
    Task {
      let result: Result<Value, any Error>
      do { result = .success(try await work()) } catch { result = .failure(error) }
      if !meeting.arrive(with: result), case .success(let value) = result { late(value) }
    }
    return meeting.wait(upTo: limit)
  }
}

/// Where a thread waits for a task, which may find that it has left.
private final class Meeting<Value: Sendable>: Sendable {
  private enum State {
    case waiting
    case arrived(Result<Value, any Error>)
    case left
  }

  private let state = Mutex(State.waiting)
  private let arrival = DispatchSemaphore(value: 0)

  /// False where nobody waits any more.
  func arrive(with result: Result<Value, any Error>) -> Bool {
    let isAwaited = state.withLock { state in
      guard case .waiting = state else { return false }
      state = .arrived(result)
      return true
    }
    arrival.signal()
    return isAwaited
  }

  func wait(upTo limit: DispatchTimeInterval?) -> Result<Value, any Error>? {
    // Whether it was in time is the state's to say, so that no result falls between.
    _ = arrival.wait(timeout: limit.map { .now() + $0 } ?? .distantFuture)
    return state.withLock { state in
      if case .arrived(let result) = state { return result }
      state = .left
      return nil
    }
  }
}

extension Result {
  /// The value, where there is one.
  var success: Success? {
    guard case .success(let value) = self else { return nil }
    return value
  }
}
