import BuildAPI
import BuildClient
import BuildModel
import Dashboard
import DashboardRuntime
import Synchronization

/// Follows the service's events and tells the dashboard, for as long as the dashboard runs.
struct ServiceWatch: Sendable {
  let link: ServiceLink
  let bell: LogBell
  let report: Services.Report

  func run() async {
    while !Task.isCancelled {
      do {
        try await follow(try await link.client())
      } catch {
        report(.connectionLost(sentence: ProgramError(error).description))
        try? await NetworkThreads.pause(.seconds(1))
      }
    }
  }

  /// Returns when another client has taken this one's place.
  private func follow(_ client: BuildClient) async throws {
    let looks = LooksUnderway()
    try await withThrowingDiscardingTaskGroup { group in
      defer { group.cancelAll() }
      for await news in client.events() {
        switch news {
        case .connected:
          try await loadEverything(client)
          report(.connectionRestored)
        case .event(let event): try await tell(event, client)
        case .stirred(let build, let app):
          // Beside the news, since a service that hangs would hold up the word that it does.
          guard looks.begin(build) else { continue }
          group.addTask {
            await look(build, of: app, client)
            looks.end(build)
          }
        case .lost(let error, _):
          report(.connectionLost(sentence: error.sentence))
          if await link.revive(after: client) { return }
        }
      }
    }
  }

  /// Looks at a build of which the service does not tell how it moves: at its steps where
  /// somebody sees them, at its window where it has one.
  private func look(_ build: BuildSlug, of app: AppSlug, _ client: BuildClient) async {
    bell.ring(build)
    // What fails here fails at the next look, too, and is told there.
    if client.attention.build == build, let steps = try? await client.steps(app, build) {
      report(.stepsLoaded(build, steps))
    }
    guard client.hasWindow(build), let access = try? await client.access(app, build) else { return }
    report(.accessLoaded(access))
  }

  /// What was missed while nobody listened.
  private func loadEverything(_ client: BuildClient) async throws {
    let newest = try await client.buildsPage(limit: client.usualPage())
    report(.buildsLoaded(newest.builds, next: newest.next))
    let windows = try await client.windows()
    // A window may be of a build that is older than those of the list.
    let known = Set(newest.builds.map(\.slug))
    for window in windows where !known.contains(window.buildSlug) {
      report(.buildChanged(try await client.build(of: window)))
    }
    report(.windowsLoaded(windows.map(\.openAccess)))
    bell.ring(nil)
  }

  private func tell(_ event: EventBody, _ client: BuildClient) async throws {
    switch event {
    case .build(let body, let app):
      report(.buildChanged(body.build(app: app.slug, appTitle: app.title)))
      bell.ring(body.slug)
    case .step(_, let build, let app):
      report(.stepsLoaded(build, try await client.steps(app, build)))
      bell.ring(build)
    case .window(let body): report(.windowChanged(body.openAccess))
    case .log(let build, _, _): bell.ring(build)
    case .reset: try await loadEverything(client)
    }
  }
}

extension RemoteAccessBody {
  /// The window as a list or an event tells it: the door without its key counts as not told, so
  /// that the dashboard asks for it.
  var openAccess: RemoteAccess {
    var access = self.access
    if access.ssh?.password == nil { access.ssh = nil }
    return access
  }
}

/// The builds that are being looked at, each by one at a time.
private final class LooksUnderway: Sendable {
  private let builds = Mutex<Set<BuildSlug>>([])

  /// - Returns: whether nobody looks at it already.
  func begin(_ build: BuildSlug) -> Bool { builds.withLock { $0.insert(build).inserted } }
  func end(_ build: BuildSlug) { builds.withLock { _ = $0.remove(build) } }
}
