package import BuildModel
package import struct Foundation.Date

/// A connection that is not in use, and what it has told of its windows.
package struct Elsewhere: Sendable, Equatable {
  package var name: String
  package var status = Connection.Status.connecting
  /// The builds of the windows.
  package var builds: [Build] = []
  package var windows: [RemoteAccess] = []
  package var clock = ServerClock()

  package init(name: String) { self.name = name }

  func build(_ slug: BuildSlug) -> Build? { builds.first { $0.slug == slug } }
  func window(_ slug: BuildSlug) -> RemoteAccess? { windows.first { $0.build == slug } }
}

/// A window that is not closed, wherever it is.
package struct OpenWindow: Sendable, Equatable {
  /// The name of its connection; nil for the one in use.
  package var connection: String?
  package var access: RemoteAccess
  package var clock: AccessClock
  /// When it closes, by the person's own clock; nil while its build runs.
  package var closesAt: Date?
}

extension Facts {
  /// The connection out of use that has a window of this build.
  ///
  /// The same service may be known by two names: what the one in use tells comes first.
  package func place(elsewhere build: BuildSlug) -> Elsewhere? {
    guard !elsewhere.isEmpty, windows[build] == nil, list.index(of: build) == nil else {
      return nil
    }
    return elsewhere.first { $0.window(build) != nil }
  }

  /// The way into a build's machine, wherever it is.
  package func access(_ build: BuildSlug) -> RemoteAccess? {
    windows[build] ?? place(elsewhere: build)?.window(build)
  }

  /// The clock of the service that a build is of.
  package func clockOfService(of build: BuildSlug) -> ServerClock {
    place(elsewhere: build)?.clock ?? serverClock
  }

  /// The address of a build's page; nil where its service has none.
  package func page(of build: Build) -> String? {
    place(elsewhere: build.slug) == nil ? service.pages.map { $0 + build.slug.rawValue } : nil
  }

  /// All windows of all connections that are not closed: those with a deadline first, soonest
  /// before later, then those whose build still runs.
  package var allWindows: [OpenWindow] {
    var all = openWindows.map { open($0, nil, serverClock) }
    for place in elsewhere {
      all += place.windows.filter { self.place(elsewhere: $0.build)?.name == place.name }
        .map { open($0, place.name, place.clock) }
    }
    return all.filter { !$0.clock.isClosed }.sorted { left, right in
      let times = (left.closesAt ?? .distantFuture, right.closesAt ?? .distantFuture)
      return times.0 == times.1 ? left.access.build < right.access.build : times.0 < times.1
    }
  }

  private func open(
    _ access: RemoteAccess, _ connection: String?, _ clock: ServerClock
  ) -> OpenWindow {
    OpenWindow(
      connection: connection, access: access,
      clock: AccessClock(
        access.state, at: clock.time(at: now), isEstimate: access.estimate != nil),
      closesAt: access.deadline.map(clock.localTime))
  }

  /// Changes what is known of a connection that is not in use.
  mutating func change(elsewhere name: String, _ change: (inout Elsewhere) -> Void) {
    if let index = elsewhere.firstIndex(where: { $0.name == name }) {
      change(&elsewhere[index])
    } else {
      var place = Elsewhere(name: name)
      change(&place)
      elsewhere.append(place)
    }
  }
}
