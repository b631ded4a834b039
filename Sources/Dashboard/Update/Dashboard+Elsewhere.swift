import BuildModel

/// Windows of connections that are not in use.
extension Dashboard {
  static func heardElsewhere(_ state: inout State, _ action: Action) -> [Effect] {
    let now = state.facts.now
    switch action {
    case .elsewhereAsked(let name):
      state.facts.change(elsewhere: name) { place in
        if case .lost = place.status { return }
        place.status = .connecting
      }
    case .elsewhereHeard(let name, let builds, let windows):
      state.facts.change(elsewhere: name) { place in
        place.status = .live
        for window in windows { place.clock.observe(window.serverTime, at: now) }
        // A list tells no credentials; those that were asked for stay.
        place.windows = windows.map { window in
          var window = window
          window.ssh = window.ssh ?? place.window(window.build)?.ssh
          window.screenShare = window.screenShare ?? place.window(window.build)?.screenShare
          return window
        }
        place.builds = builds
      }
    case .elsewhereSilent(let name, let sentence):
      state.facts.change(elsewhere: name) { place in
        if case .lost(_, let since) = place.status {
          place.status = .lost(sentence, since: since)
        } else {
          place.status = .lost(sentence, since: now)
        }
      }
    default: break  // not about them
    }
    return []
  }

  /// Takes in one window of a connection that is not in use.
  static func windowChanged(
    _ state: inout State, _ access: RemoteAccess, at name: String
  ) -> [Effect] {
    let now = state.facts.now
    state.facts.change(elsewhere: name) { place in
      place.clock.observe(access.serverTime, at: now)
      place.windows.removeAll { $0.build == access.build }
      guard !AccessClock(access.state, at: place.clock.time(at: now)).isClosed else { return }
      place.windows.append(access)
    }
    return []
  }
}
