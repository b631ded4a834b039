import BuildModel
package import struct Foundation.Date

extension Dashboard {
  /// The next moment of the local clock at which something on the screen changes by itself; nil
  /// while nothing does, so that an idle dashboard costs nothing.
  ///
  /// A clock that counts down sets the beat for everything that changes each second, so however
  /// many are running there is one tick a second, and the deadline's own second is exact.
  package static func nextTick(_ state: State, after now: Date) -> Date? {
    // Until then only the cursor moves.
    if let rest = state.restsAt { return rest }
    let facts = state.facts
    var moments = [
      state.notice?.expiry, state.pane?.revealedUntil, state.solitude.next(after: now),
      LogPane.patienceEnds(state),
    ].compactMap { $0 }
    if case .sheet(let sheet) = state.dialog, let until = sheet.until { moments.append(until) }
    if let beat = beat(state, after: now) {
      moments.append(beat)
    } else if !facts.builds.isEmpty {
      moments += shownBuilds(state).map { build in
        let since = facts.serverClock.localTime(of: build.finishedAt ?? build.triggeredAt)
        let age = now.timeIntervalSince(since)
        return next(after: now, from: since, every: age < 3540 ? 60 : 3600)
      }
    }
    return moments.filter { $0 > now }.min()
  }

  private static func beat(_ state: State, after now: Date) -> Date? {
    let facts = state.facts
    let deadlines = facts.allWindows.compactMap(\.closesAt)
    if let soonest = deadlines.first(where: { $0 > now }) {
      return next(after: now, from: soonest, every: 1)
    }
    let running = shownBuilds(state).filter { $0.status == .running }
    let first = running.first { $0.slug == state.builds.selected } ?? running.first
    guard let startedAt = first?.startedAt else { return nil }
    return next(after: now, from: facts.serverClock.localTime(of: startedAt), every: 1)
  }

  /// The builds that are on the screen, as far as the last layout knew.
  private static func shownBuilds(_ state: State) -> [Build] {
    let selected = state.selectedBuild.map { [$0] } ?? []
    guard let list = Layout(state, size: state.size).list else { return selected }
    let table = state.builds.table
    let end = min(table.count, state.builds.top + Builds.rowsArea(list).rows)
    guard state.builds.top < end else { return selected }
    return (state.builds.top..<end).compactMap { table.build(at: $0, state.facts) } + selected
  }

  /// The first moment after now that is a whole number of periods away from another.
  private static func next(
    after now: Date, from other: Date, every period: Double
  ) -> Date {
    let periods = (now.timeIntervalSince(other) / period).rounded(.down) + 1
    let moment = other.addingTimeInterval(periods * period)
    // What is left of rounding must not make a tick that changes nothing.
    return moment.timeIntervalSince(now) < 0.001 ? moment.addingTimeInterval(period) : moment
  }
}
