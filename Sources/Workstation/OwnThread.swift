import Foundation

/// Runs what waits on a thread of its own.
///
/// The dashboard's tasks share few threads with the network: one that waits for a program, a lock or
/// a person would hold up all others that happen to be on the same.
package enum OwnThread {
  /// Runs the work to its end; the task that asks lets others run meanwhile.
  package static func run<Value: Sendable, Failure>(
    _ work: @escaping @Sendable () throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let result = await withCheckedContinuation {
      (continuation: CheckedContinuation<Result<Value, Failure>, Never>) in
      let thread = Thread { continuation.resume(returning: Result(catching: work)) }
      thread.stackSize = 512 << 10
      thread.start()
    }
    return try result.get()
  }
}
