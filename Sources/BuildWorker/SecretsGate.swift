import BuildModel

/// Where a build waits for its secrets, which stand in no file and come over the socket.
struct SecretsGate: Sendable {
  private let arrivals: AsyncStream<[EnvironmentVariable]>
  private let arrival: AsyncStream<[EnvironmentVariable]>.Continuation
  private let patience: Duration

  init(patience: Duration = .seconds(60)) {
    self.patience = patience
    (arrivals, arrival) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
  }

  /// Takes the secrets; those that come later, from a service that was started anew, are the same.
  func open(with secrets: [EnvironmentVariable]) { arrival.yield(secrets) }

  /// Waits for the secrets; to be called once.
  ///
  /// - Throws: `WorkerError` where they do not come, `CancellationError` where the build is
  ///   stopped meanwhile.
  func secrets() async throws -> [EnvironmentVariable] {
    let secrets = try await withThrowingTaskGroup(of: [EnvironmentVariable]?.self) { group in
      group.addTask { await arrivals.first { _ in true } }
      group.addTask {
        try await Task.sleep(for: patience)
        return nil
      }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
    try Task.checkCancellation()
    guard let secrets else {
      throw WorkerError(
        description: "The service did not hand over the app's secrets within"
          + " \(patience.components.seconds) seconds; start the build again.")
    }
    return secrets
  }
}

/// What keeps a worker from running its build.
struct WorkerError: Error, CustomStringConvertible {
  /// One sentence: what was wrong, where, what to do.
  let description: String
}
