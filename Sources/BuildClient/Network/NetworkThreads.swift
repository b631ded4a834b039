import CTaskThreads
import NIOCore
import NIOPosix

/// The threads that serve the network, for all else that waits.
///
/// The library that runs Swift's tasks on Linux looks after its own threads once a second, for ever
/// from the first task on. A dashboard that shows a clock wakes once a second itself, and twice is
/// too often for something that only waits.
package enum NetworkThreads {
  /// From now on Swift's tasks run on these threads.
  ///
  /// Call it once, before the first task. Nothing that blocks may run in a task then, or the network
  /// waits too. Where it cannot be had, tasks run where they always do.
  package static func takeTasks() {
    _ = ctaskthreads_take { task in
      guard let task else { return }
      let job = unsafeBitCast(task, to: UnownedJob.self)
      MultiThreadedEventLoopGroup.singleton.any().executor.enqueue(ExecutorJob(job))
    }
  }

  /// Waits, as `Task.sleep` does, which would call that library.
  ///
  /// - Throws: `CancellationError` as soon as the task is cancelled.
  package static func pause(_ duration: Duration) async throws {
    try Task.checkCancellation()
    let (seconds, attoseconds) = duration.components
    let timer = MultiThreadedEventLoopGroup.singleton.any().scheduleTask(
      in: .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    ) {}
    try await withTaskCancellationHandler {
      do { try await timer.futureResult.get() } catch { throw CancellationError() }
    } onCancel: {
      timer.cancel()
    }
  }
}
