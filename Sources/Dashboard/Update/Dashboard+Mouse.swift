import TerminalSurface
import struct Foundation.Date

extension Dashboard {
  /// What the mouse is in the middle of.
  package struct Pointer: Sendable, Equatable {
    /// A border between panes that is being moved.
    package enum Border: Sendable, Equatable { case list, steps }

    package var dragged: Border?
    /// Where and when the button was pressed last, to tell a double click.
    var lastPress: (at: Point, when: Date)?

    package init() {}

    package static func == (left: Self, right: Self) -> Bool {
      left.dragged == right.dragged && left.lastPress?.at == right.lastPress?.at
        && left.lastPress?.when == right.lastPress?.when
    }
  }

  /// Two presses at one place within so many seconds are a double click.
  private static let doubleClick = 0.4

  static func mouseMoved(_ state: inout State, _ mouse: Mouse) -> [Effect] {
    guard state.dialog == nil, state.prompt == nil else { return [] }
    let layout = Layout(state, size: state.size)
    switch mouse.act {
    case .wheelUp: return turned(&state, .up, mouse.at, layout)
    case .wheelDown: return turned(&state, .down, mouse.at, layout)
    case .press: return pressed(&state, mouse.at, layout)
    case .drag:
      drag(&state, to: mouse.at, layout)
      return []
    case .release:
      state.pointer.dragged = nil
      return []
    }
  }

  /// The wheel moves what is under it, three lines at a time.
  private static func turned(
    _ state: inout State, _ motion: Motion, _ point: Point, _ layout: Layout
  ) -> [Effect] {
    for _ in 0..<3 {
      if layout.log?.frame.contains(point) ?? false {
        LogPane.move(&state, motion)
      } else if layout.steps?.frame.contains(point) ?? false {
        BuildDetail.moveChoice(&state, motion, rows: 1)
      } else if let list = layout.list, list.frame.contains(point) {
        Builds.move(&state, motion, rows: Builds.rowsArea(list).rows)
      } else if let windows = layout.windows {
        Windows.move(&state, motion, rows: Windows.rowsArea(state, windows).rows)
      }
    }
    return []
  }

  private static func pressed(
    _ state: inout State, _ point: Point, _ layout: Layout
  ) -> [Effect] {
    state.notice = nil
    let now = state.facts.now
    let isDouble =
      state.pointer.lastPress.map {
        $0.at == point && now.timeIntervalSince($0.when) <= doubleClick
      } ?? false
    state.pointer.lastPress = isDouble ? nil : (at: point, when: now)
    if layout.footer.contains(point) {
      let command = Footer.command(at: point.column, state, in: layout.footer)
      return command.map { perform(ifAvailable: $0, &state) } ?? []
    }
    if let border = border(at: point, layout) {
      state.pointer.dragged = border
      return []
    }
    guard choose(&state, at: point, layout), isDouble else { return [] }
    return perform(ifAvailable: .open, &state)
  }

  /// Gives the pane under the pointer the keys, and chooses the row there; answers whether there
  /// is one.
  private static func choose(_ state: inout State, at point: Point, _ layout: Layout) -> Bool {
    if let windows = layout.windows {
      let area = Windows.rowsArea(state, windows)
      guard area.contains(point), let list = state.windowList else { return false }
      let all = state.facts.allWindows
      let row = list.top + point.row - area.row
      guard all.indices.contains(row) else { return false }
      state.windowList?.chosen = all[row].access.build
      return true
    }
    if let list = layout.list, list.frame.contains(point) {
      state.focus = .list
      let area = Builds.rowsArea(list)
      let row = state.builds.top + point.row - area.row
      guard area.contains(point), let build = state.builds.table.build(at: row, state.facts) else {
        return false
      }
      state.builds.selected = build.slug
      return true
    }
    // The log's upper edge is the steps' lower one, so the log is asked first.
    if let log = layout.log, log.frame.contains(point) {
      state.focus = .log
      return log.content.contains(point)
    }
    if let steps = layout.steps, steps.frame.contains(point) {
      state.focus = .steps
      let area = steps.content.splitRows(at: layout.summaryRows).lower
      guard area.contains(point) else { return false }
      return BuildDetail.choose(&state, row: state.detail.top + point.row - area.row)
    }
    return false
  }

  // MARK: Borders

  private static func border(at point: Point, _ layout: Layout) -> Pointer.Border? {
    guard let list = layout.list, let steps = layout.steps, list.isFramed else { return nil }
    if list.frame.row <= point.row, point.row < list.frame.endRow,
      point.column == list.frame.endColumn - 1 || point.column == steps.frame.column
    {
      return .list
    }
    if let log = layout.log, point.row == log.frame.row, log.frame.contains(point) {
      return .steps
    }
    return nil
  }

  private static func drag(_ state: inout State, to point: Point, _ layout: Layout) {
    switch state.pointer.dragged {
    case .list: state.shares.listColumns = point.column + 1
    case .steps: state.shares.stepRows = point.row - (layout.steps?.frame.row ?? 0) - 1
    case nil: break
    }
  }
}
