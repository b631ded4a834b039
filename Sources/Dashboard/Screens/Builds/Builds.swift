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
