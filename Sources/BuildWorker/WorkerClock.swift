import Foundation

/// The clocks a worker goes by, so that tests can turn them.
struct WorkerClock: Sendable {
  /// The wall clock: what people are told.
  var now: @Sendable () -> Date
  /// A clock that nobody sets: what deadlines are kept by.
  var instant: @Sendable () -> ContinuousClock.Instant
  /// Calls once at an instant unless it is cancelled before.
  var alarm: @Sendable (ContinuousClock.Instant, @escaping @Sendable () -> Void) -> any WorkerAlarm

  /// The computer's own, with a thread for each alarm.
  static func live(now: @escaping @Sendable () -> Date) -> WorkerClock {
    WorkerClock(now: now, instant: { .now }, alarm: { DeadlineTimer($0, onTime: $1) })
  }
}

/// Something that will be called, unless it is cancelled.
protocol WorkerAlarm: Sendable {
  func cancel()
}
