import Testing

@testable import BuildClient

/// Waiting on the threads that serve the network.
struct NetworkThreadsTests {
  @Test func `a pause is as long as it was asked to be`() async throws {
    let clock = ContinuousClock()
    let begun = clock.now
    try await NetworkThreads.pause(.milliseconds(20))
    #expect(clock.now - begun >= .milliseconds(20))
  }

  @Test func `a pause ends as soon as its task is cancelled`() async throws {
    let task = Task { try await NetworkThreads.pause(.seconds(3600)) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func `a task that is cancelled already does not begin a pause`() async throws {
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await NetworkThreads.pause(.seconds(3600))
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
