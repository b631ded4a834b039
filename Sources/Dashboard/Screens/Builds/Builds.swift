package import BuildModel

/// The list of builds over all apps.
package enum Builds {
  package struct State: Sendable, Equatable {
    /// Sticks to its build while rows come and go around it.
    package var selected: BuildSlug?
    /// The first row on the screen.
    package var top = 0
    package var arrangement = Arrangement()
    package var table = BuildTable()
    /// The row of the selected build when it was last looked for.
    var formerRow: Int?
    /// The search for builds that are not here.
    package var find: BuildFind?

    package init() {}
  }

  /// Moves the selection.
  package static func move(
    _ state: inout Dashboard.State, _ motion: Motion, rows: Int
  ) {
    let table = state.builds.table
    let from = state.builds.selectedRow(state.facts) ?? 0
    let target = motion.moved(from: from, in: 0..<table.count, page: rows)
    guard let row = table.build(near: target, isForward: target >= from) else { return }
    state.builds.selected = table.build(at: row, state.facts)?.slug
  }

  /// Sees to it that a build which the person has just started is in the list, whatever is being
  /// filtered; the selection on it stays.
  ///
  /// - Returns: what is to be said of that; nothing where the filter lets it in.
  static func keepInSight(_ state: inout Dashboard.State, _ build: Build) -> String {
    guard let filter = state.builds.arrangement.filter else { return "" }
    state.builds.arrangement.started.insert(build.slug)
    let surroundings = BuildFilter.Surroundings(
      now: state.facts.serverNow, me: state.facts.service.me,
      open: Set(state.facts.openWindows.map(\.build)), pinned: state.builds.arrangement.pinned)
    if filter.matches(build, surroundings) { return "" }
    return " It stands above what /\(filter.text) finds."
  }

  /// Puts the table right after the builds or the wishes have changed, the selection on a build
  /// that exists, and the selection in sight.
  ///
  /// A build that is gone hands the selection to the one that took its row.
  package static func settle(_ state: inout Dashboard.State, rows: Int) {
    let former = state.builds.formerRow
    state.builds.table.update(state.facts, state.builds.arrangement)
    let table = state.builds.table
    if state.builds.selectedRow(state.facts) == nil {
      let row = table.build(near: min(former ?? 0, table.count - 1), isForward: false)
      state.builds.selected = row.flatMap { table.build(at: $0, state.facts)?.slug }
    }
    let row = state.builds.selectedRow(state.facts) ?? 0
    state.builds.formerRow = row
    state.builds.top = ScrollWindow.top(
      from: state.builds.top, showing: row, of: table.count, rows: rows)
    // The heading above the first build is worth a row.
    if row > 0, state.builds.top == row, table.isHeading(row - 1), rows > 1 {
      state.builds.top = row - 1
    }
  }
}

extension Builds.State {
  /// The row of the selected build in the table.
  package func selectedRow(_ facts: Facts) -> Int? {
    selected.flatMap { facts.list.index(of: $0) }.flatMap { table.row(ofBuild: $0) }
  }
}
