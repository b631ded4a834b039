import BuildAPI
import BuildClient
import BuildModel

/// Waits for something to become true of a build, by looking whenever the service reports news.
struct BuildWatch {
  let client: BuildClient
  /// How long the service may be away before the wait is given up.
  var patience = Duration.seconds(15)

  /// Looks at once, and again at each piece of news, until the answer is there.
  ///
  /// - Parameter look: returns nil while the answer is not there.
  func wait<Answer: Sendable>(
    for build: BuildSlug, _ look: @Sendable () async throws -> Answer?
  ) async throws -> Answer {
    let clock = ContinuousClock()
    var lostAt: ContinuousClock.Instant?
    for await news in client.events() {
      switch news {
      case .connected: lostAt = nil
      case .event(let event) where concerns(event, build): break
      case .stirred(let stirred, _) where stirred == build: break
      case .event, .stirred: continue
      case .lost(let error, _):
        let since = lostAt ?? clock.now
        lostAt = since
        guard error.isPassing, clock.now - since < patience else { throw error }
        continue
      }
      if let answer = try await look() { return answer }
    }
    throw ProgramError(.unreachable, "The service ended its events.")
  }

  private func concerns(_ event: EventBody, _ slug: BuildSlug) -> Bool {
    switch event {
    case .build(let body, _): body.slug == slug
    case .step(_, let build, _), .log(let build, _, _): build == slug
    case .window(let window): window.buildSlug == slug
    case .reset: true
    }
  }
}
