import BuildAPI
import BuildModel
import Foundation

/// Tells what changes at a service without events, by asking it.
///
/// Often while something moves, seldom while nothing does, and not at all while nobody looks.
struct Poller {
  /// What a look at the service is followed by.
  struct Pace: Sendable {
    var moving = Duration.seconds(3)
    var resting = Duration.seconds(30)
    /// For the first looks after a failure; each further one waits twice as long.
    var lost = Duration.seconds(1)
    var mostLost = Duration.seconds(15)
  }

  let client: BuildClient
  let tell: @Sendable (BuildClient.EventNews) -> Void
  var pace = Pace()
  private var known: [BuildSlug: BuildBody] = [:]
  private var apps: [BuildSlug: AppBody] = [:]
  private var failures = 0
  private var hasLooked = false

  init(client: BuildClient, tell: @escaping @Sendable (BuildClient.EventNews) -> Void) {
    self.client = client
    self.tell = tell
  }

  /// Whether the service has no events of its own; keeps asking while it does not answer.
  mutating func isNeeded() async -> Bool {
    // Our own service on this computer has them, and must be missed at once when it goes.
    if client.connection.isOwn { return false }
    while !Task.isCancelled {
      do { return try await client.offer() == .pageOnly } catch {
        await rest(after: error)
      }
    }
    return true
  }

  mutating func run() async {
    while !Task.isCancelled {
      await client.attention.whenThere()
      guard !Task.isCancelled else { return }
      do {
        let isMoving = try await look()
        try await client.attention.sleep(for: (isMoving ? pace.moving : pace.resting) * jitter)
      } catch is CancellationError {
        return
      } catch {
        await rest(after: error)
      }
    }
  }

  private var jitter: Double { .random(in: 0.9...1.1) }

  /// - Returns: whether anything moves.
  mutating func look() async throws -> Bool {
    let page = try await client.glance(
      Paths.builds, query: ["limit": String(Paging.mostItems)], as: Page<BuildBody>.self)
    if !hasLooked || failures > 0 { tell(.connected(isNew: !hasLooked)) }
    (hasLooked, failures) = (true, 0)
    for body in page.data { take(body) }
    let listed = Set(page.data.map(\.slug))
    for (slug, body) in known where body.status == 0 && !listed.contains(slug) {
      try await follow(slug)
    }
    return stir()
  }

  /// Looks at a build that runs and has left the list.
  private mutating func follow(_ slug: BuildSlug) async throws {
    guard let app = apps[slug] else { return }
    do {
      let path = Paths.build(app.slug, slug)
      var newer = try await client.glance(path, as: Envelope<BuildBody>.self).data
      newer.repository = app
      take(newer)
    } catch let error as ServiceError where error.code == .notFound {
      // It is gone, with its app or from the person's sight.
      known[slug] = nil
    }
  }

  private mutating func take(_ body: BuildBody) {
    guard let app = body.repository ?? apps[body.slug] else { return }
    guard known[body.slug] != body else { return }
    known[body.slug] = body
    apps[body.slug] = app
    tell(.event(.build(body, app: app)))
    forgetOldest()
  }

  /// Points at what may have moved without the list telling: logs, steps, windows.
  private func stir() -> Bool {
    let running = known.values.filter { $0.status == 0 }
    var moving = Set(running.map(\.slug))
    for slug in client.learned.remoteBuilds.keys { moving.insert(slug) }
    for slug in moving {
      guard let app = apps[slug]?.slug ?? client.learned.remoteBuilds[slug] else { continue }
      tell(.stirred(slug, of: app))
    }
    return !moving.isEmpty
  }

  /// Finished builds that have left the list do not change any more.
  private mutating func forgetOldest() {
    guard known.count > 500 else { return }
    let oldest = known.values.filter { $0.status != 0 }
      .sorted { ($0.triggeredAt ?? .distantPast) < ($1.triggeredAt ?? .distantPast) }
    for body in oldest.prefix(200) {
      known[body.slug] = nil
      apps[body.slug] = nil
    }
  }

  /// - Parameter pause: nil for one that grows with the failures.
  mutating func rest(after error: any Error, pause given: Duration? = nil) async {
    guard !Task.isCancelled else { return }
    failures += 1
    let told =
      error as? ServiceError
      ?? ServiceError(.unreachable, "\(client.connection.name) does not answer.")
    var pause = given ?? min(pace.mostLost, pace.lost * (1 << min(failures - 1, 8))) * jitter
    if case .limited(let asked?) = told.code { pause = max(pause, asked) }
    tell(.lost(told, retryIn: pause))
    try? await NetworkThreads.pause(pause)
  }
}
