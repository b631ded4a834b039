/// When a question that was not answered is asked again.
///
/// Only what may be repeated is: a trigger whose answer was lost may have begun.
package struct RetryPolicy: Sendable {
  /// How often it is asked at most.
  var tries: Int
  /// The pause before the second try; each further one is twice as long.
  var pause: Duration
  /// Nobody is kept waiting for longer between two tries.
  var longest: Duration
  var sleep: @Sendable (Duration) async throws -> Void
  /// A factor below one, so that many who were turned away do not come back at once.
  var jitter: @Sendable () -> Double

  package init(
    tries: Int, pause: Duration = .milliseconds(400), longest: Duration = .seconds(20),
    sleep: @escaping @Sendable (Duration) async throws -> Void = NetworkThreads.pause,
    jitter: @escaping @Sendable () -> Double = { .random(in: 0.5...1) }
  ) {
    self.tries = tries
    self.pause = pause
    self.longest = longest
    self.sleep = sleep
    self.jitter = jitter
  }

  /// For this computer's own service: that it has gone must be noticed at once.
  package static let never = RetryPolicy(tries: 1)
  /// For a service across the world.
  package static let usual = RetryPolicy(tries: 4)

  /// Does something until it succeeds, its failure will not pass, or it was tried often enough.
  func run<Answer: Sendable>(
    _ work: @Sendable () async throws -> Answer
  ) async throws -> Answer {
    var count = 0
    while true {
      do { return try await work() } catch let error as ServiceError where error.isPassing {
        count += 1
        guard count < tries, let wait = wait(after: count, error) else { throw error }
        try await sleep(wait)
      }
    }
  }

  /// Nil where the service wants a longer pause than anybody is kept waiting for.
  private func wait(after count: Int, _ error: ServiceError) -> Duration? {
    if case .limited(let asked?) = error.code { return asked <= longest ? asked : nil }
    return min(longest, pause * (1 << min(count - 1, 10))) * jitter()
  }
}
