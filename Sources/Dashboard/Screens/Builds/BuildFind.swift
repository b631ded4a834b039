import BuildModel

/// The search for builds that the service has and the list has not.
package struct BuildFind: Sendable, Equatable {
  package enum Status: Sendable, Equatable {
    case asking
    /// There are more after these.
    case more(cursor: String)
    case done
    /// The service would not; the sentence is for the person.
    case refused(String)
  }

  /// What it is about: a filter that means the same stays the same question as time goes by.
  package var filter: BuildFilter
  package var query: BuildQuery
  package var status = Status.asking
  /// How many builds the service has told, wanted or not.
  package var seen = 0
}

extension Builds {
  /// So near to the end of the list older builds are asked for.
  private static let nearRows = 30
  /// So many builds are looked through for a filter of which the service knows nothing, or only a
  /// part, before somebody must say more.
  private static let mostLookedThrough = 2_000

  /// Asks for older builds as the end of the list comes near, and for those that a filter is about.
  static func demand(_ state: inout Dashboard.State, rows: Int) -> [Dashboard.Effect] {
    guard !state.facts.connection.isLost, case .loaded = state.facts.loading else { return [] }
    let bottom = state.builds.top + rows
    let isNear = bottom + nearRows >= state.builds.table.count
    guard let filter = state.builds.arrangement.filter,
      let query = BuildQuery(filter, now: state.facts.serverNow)
    else {
      state.builds.find = nil
      let isWorthIt =
        state.builds.arrangement.filter == nil || state.facts.builds.count < mostLookedThrough
      return isNear && isWorthIt ? older(&state) : []
    }
    guard let find = state.builds.find, find.filter == filter else {
      state.builds.find = BuildFind(filter: filter, query: query)
      return [.findBuilds(query, cursor: nil)]
    }
    let isFruitful = find.seen < mostLookedThrough + 10 * state.builds.table.shown
    guard isNear, isFruitful, case .more(let cursor) = find.status else { return [] }
    state.builds.find?.status = .asking
    return [.findBuilds(find.query, cursor: cursor)]
  }

  private static func older(_ state: inout Dashboard.State) -> [Dashboard.Effect] {
    guard let cursor = state.facts.list.older?.cursor, state.askedOlder != cursor else { return [] }
    state.askedOlder = cursor
    return [.loadOlderBuilds(cursor: cursor)]
  }

  static func found(
    _ state: inout Dashboard.State, _ query: BuildQuery, _ builds: [Build], next: String?
  ) {
    state.facts.list.add(builds)
    guard state.builds.find?.query == query else { return }
    state.builds.find?.seen += builds.count
    state.builds.find?.status = next.map { .more(cursor: $0) } ?? .done
  }

  /// Sets what is typed as the filter, and answers what is wrong with it.
  static func setFilter(_ state: inout Dashboard.State, _ text: String) -> String? {
    guard !text.allSatisfy(\.isWhitespace) else {
      clearFilter(&state)
      return nil
    }
    do {
      state.builds.arrangement.filter = try BuildFilter(text)
      return nil
    } catch {
      return error.sentence
    }
  }

  static func clearFilter(_ state: inout Dashboard.State) {
    state.builds.arrangement.filter = nil
    state.builds.arrangement.started = []
    state.builds.find = nil
    var kept = Set(state.facts.windows.keys)
    if let selected = state.builds.selected { kept.insert(selected) }
    state.facts.list.forgetScattered(except: kept)
  }
}
