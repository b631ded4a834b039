package import BuildModel

/// The list of builds over all apps, newest first.
package enum Builds {
  package struct State: Sendable, Equatable {
    /// Sticks to its build while rows come and go around it.
    package var selected: BuildSlug?
    /// The first row on the screen.
    package var top = 0

    package init() {}
  }

  /// Moves the selection.
  package static func move(
    _ state: inout State, _ motion: Motion, among builds: [Build], rows: Int
  ) {
    let index = builds.firstIndex { $0.slug == state.selected } ?? 0
    let target = motion.moved(from: index, in: builds.indices, page: rows)
    guard builds.indices.contains(target) else { return }
    state.selected = builds[target].slug
  }

  /// Puts the selection on a build that exists and keeps it in sight.
  ///
  /// A build that is gone hands it to the one that took its row.
  package static func settle(
    _ state: inout State, among builds: [Build], formerly former: [Build], rows: Int
  ) {
    if !builds.contains(where: { $0.slug == state.selected }) {
      let row = former.firstIndex { $0.slug == state.selected } ?? 0
      state.selected = builds.isEmpty ? nil : builds[min(row, builds.count - 1)].slug
    }
    let index = builds.firstIndex { $0.slug == state.selected } ?? 0
    state.top = ScrollWindow.top(from: state.top, showing: index, of: builds.count, rows: rows)
  }
}
