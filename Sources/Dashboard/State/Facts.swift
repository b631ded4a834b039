package import BuildModel
package import struct Foundation.Date
package import struct Foundation.TimeZone

/// Everything the service has told, and the time.
package struct Facts: Sendable, Equatable {
  package var connection: Connection
  package var service = ServiceFacts()
  package var loading = Loading.underway
  package var list = BuildShelf()
  package var steps: [BuildSlug: [Step]] = [:]
  /// The builds whose steps were asked for and not told.
  package var withoutSteps: Set<BuildSlug> = []
  package var logs = LogShelf()
  package var windows: [BuildSlug: RemoteAccess] = [:]
  /// How far the list of open windows has come; until it has, none may be said to be open.
  package var loadingWindows = Loading.underway
  /// Why the way into a build's machine was not told, where it was asked for and refused.
  package var accessRefusals: [BuildSlug: String] = [:]
  package var serverClock = ServerClock()
  /// The connections that are not in use, with their windows.
  package var elsewhere: [Elsewhere] = []
  /// The local clock as of the last tick.
  package var now: Date
  package var timeZone: TimeZone

  package init(connectionName: String, now: Date, timeZone: TimeZone) {
    connection = Connection(name: connectionName)
    self.now = now
    self.timeZone = timeZone
  }

  /// The service's time as of the last tick.
  package var serverNow: Date { serverClock.time(at: now) }

  /// As of when all is that is shown of the service in use; nil while it is heard, and where
  /// nothing has ever come.
  package var staleSince: Date? {
    guard case .lost(_, let since) = connection.status, case .loaded = loading else { return nil }
    return since
  }

  /// All builds that are known, newest first.
  package var builds: [Build] { list.builds }

  package func build(_ slug: BuildSlug) -> Build? {
    list[slug] ?? place(elsewhere: slug)?.build(slug)
  }

  package func role(for build: Build) -> Role? { service.roles[build.app] }

  /// Whether a failed build's machine stands by, shut, for somebody to open it.
  package func isKept(_ build: Build) -> Bool {
    guard let until = build.keptUntil, clock(for: build.slug)?.isClosed ?? true else {
      return false
    }
    return until > clockOfService(of: build.slug).time(at: now)
  }

  /// Whether the machine of a build without remote access can be opened all the same: it is kept,
  /// or the build is under way on a service that opens it then, too.
  package func canBeOpened(_ build: Build) -> Bool {
    if isKept(build) { return true }
    return service.offer == .windows && !build.status.isFinished && !build.isRemote
      && access(build.slug) == nil
  }

  /// How a build is called in a sentence: `#3 sample`.
  package func name(of slug: BuildSlug) -> String {
    build(slug).map { "#\($0.number) \($0.appTitle)" } ?? "build \(slug)"
  }

  /// How the way into a build's machine stands.
  package func clock(for build: BuildSlug) -> AccessClock? {
    access(build).map {
      AccessClock(
        $0.state, at: clockOfService(of: build).time(at: now), isEstimate: $0.estimate != nil)
    }
  }

  /// The windows that are not closed: those with a deadline first, soonest before later, then
  /// those whose build still runs.
  package var openWindows: [RemoteAccess] {
    windows.values.filter { !AccessClock($0.state, at: serverNow).isClosed }
      .sorted { left, right in
        let deadlines = (left.deadline ?? .distantFuture, right.deadline ?? .distantFuture)
        return deadlines.0 == deadlines.1 ? left.build < right.build : deadlines.0 < deadlines.1
      }
  }
}

extension RemoteAccess {
  /// When the window closes; nil while its build runs.
  package var deadline: Date? {
    guard case .closing(let deadline) = state else { return nil }
    return deadline
  }
}
