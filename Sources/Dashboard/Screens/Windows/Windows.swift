package import BuildModel
import TerminalSurface
import Theming

/// Every open access window of every connection, soonest deadline first.
package enum Windows {
  package struct State: Sendable, Equatable {
    /// Sticks to its window while rows come and go around it.
    package var chosen: BuildSlug?
    /// The row of the chosen window when it was last looked for.
    var formerRow = 0
    package var top = 0
    /// The windows elsewhere whose way in has been asked for.
    var asked: Set<BuildSlug> = []

    package init() {}
  }

  package static func move(_ state: inout Dashboard.State, _ motion: Motion, rows: Int) {
    let all = state.facts.allWindows
    let row = all.firstIndex { $0.access.build == state.windowList?.chosen } ?? 0
    let target = motion.moved(from: row, in: all.indices, page: rows)
    guard all.indices.contains(target) else { return }
    state.windowList?.chosen = all[target].access.build
  }

  /// Puts the choice on a window that is open, and asks for its way in where nobody has yet.
  ///
  /// A window that is gone hands the choice to the one that took its row.
  static func settle(_ state: inout Dashboard.State, rows: Int) -> [Dashboard.Effect] {
    guard var list = state.windowList else { return [] }
    let all = state.facts.allWindows
    if !all.contains(where: { $0.access.build == list.chosen }) {
      list.chosen = all.isEmpty ? nil : all[min(list.formerRow, all.count - 1)].access.build
    }
    list.formerRow = all.firstIndex { $0.access.build == list.chosen } ?? 0
    list.top = ScrollWindow.top(
      from: list.top, showing: list.formerRow, of: all.count, rows: rows)
    defer { state.windowList = list }
    guard let chosen = all.first(where: { $0.access.build == list.chosen }),
      chosen.connection != nil, chosen.clock.admits, chosen.access.ssh == nil,
      list.asked.insert(chosen.access.build).inserted
    else { return [] }
    return [.loadAccess(chosen.access.build)]
  }

  /// Goes to the chosen window's build in the list, where it is of the connection in use.
  static func open(_ state: inout Dashboard.State) {
    guard let build = state.target else { return }
    if let place = state.facts.place(elsewhere: build.slug) {
      state.explain(
        "#\(build.number) \(build.appTitle) is a build of \(place.name);"
          + " airlock --connection \(place.name) shows it.")
      return
    }
    state.windowList = nil
    state.builds.selected = build.slug
    state.focus = .list
    // A build that the filter hides would be let go again at once.
    Builds.clearFilter(&state)
    state.pane = AccessPane.State(.ssh)
  }
}

extension Command {
  /// Whether its key means something while the windows are shown in place of the builds.
  var worksAmongWindows: Bool {
    switch self {
    case .down, .up, .halfPageDown, .halfPageUp, .pageDown, .pageUp, .first, .last, .open, .back,
      .showList, .connect, .copy, .stop, .extend, .openPage, .windows, .palette, .theme,
      .reload, .fetch, .rescue, .forward,
      .redraw, .help, .suspend, .quit, .quitAtOnce:
      true
    case .nextPane, .previousPane, .left, .right, .zoom, .showSteps, .showLog, .newBuild, .hold,
      .rebuildRemotely, .rebuild, .configuration, .artifacts, .access, .screenShare, .editor,
      .launch, .reveal, .filter,
      .sortNext,
      .sortReversed, .group, .pin, .search, .nextMatch, .previousMatch, .nextError,
      .previousError, .wrap, .times, .fold, .foldAll, .selectLines, .selectBlock, .copySelection,
      .saveLog, .pageLog, .editLog:
      false
    }
  }
}
