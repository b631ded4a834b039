import BuildClient
import Synchronization

/// Lets whoever moves through a list pass by: only what is stayed at is asked of the service.
///
/// The first question after a rest goes out at once.
final class Calm: Sendable {
  private static let rest = Duration.milliseconds(150)
  private static let pause = Duration.milliseconds(60)

  private let last = Mutex<ContinuousClock.Instant?>(nil)

  /// Waits a moment where another question was asked just before.
  ///
  /// - Throws: `CancellationError` where a newer question has taken its place meanwhile.
  func wait() async throws {
    let now = ContinuousClock.now
    let former = last.withLock { last in
      defer { last = now }
      return last
    }
    guard let former, now - former < Self.rest else { return }
    try await NetworkThreads.pause(Self.pause)
  }
}
