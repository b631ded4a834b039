import Dispatch
import Foundation
import Synchronization

/// Calls once when an instant has come, on a thread of its own that nothing else can hold up.
final class DeadlineTimer: WorkerAlarm {
  /// The computer may sleep, and a wait does not count that: so it looks at the clock this often.
  private static let longestWait: Duration = .milliseconds(500)

  private let instant: ContinuousClock.Instant
  private let isCancelled = Mutex(false)
  private let cancelled = DispatchSemaphore(value: 0)

  init(_ instant: ContinuousClock.Instant, onTime: @escaping @Sendable () -> Void) {
    self.instant = instant
    let thread = Thread { [self] in
      if waitForInstant() { onTime() }
    }
    thread.name = "airlock.deadline"
    thread.qualityOfService = .userInteractive
    thread.start()
  }

  /// Ends the thread; what has not been called is not called any more.
  func cancel() {
    isCancelled.withLock { $0 = true }
    cancelled.signal()
  }

  private func waitForInstant() -> Bool {
    while !isCancelled.withLock({ $0 }) {
      let left = ContinuousClock.now.duration(to: instant)
      if left <= .zero { return true }
      let (seconds, attoseconds) = min(left, Self.longestWait).components
      let nanoseconds = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
      _ = cancelled.wait(timeout: .now() + .nanoseconds(nanoseconds))
    }
    return false
  }
}
