import BuildModel
import TerminalSurface
import Theming

extension Builds {
  /// Draws the list into its pane.
  static func draw(_ painter: inout Painter, _ state: Dashboard.State, _ panel: Panel) {
    let facts = state.facts
    let count = facts.builds.isEmpty ? nil : TimeWords.counted(facts.builds.count, "build")
    painter.panel(
      panel, title: "Builds", isFocused: state.focus == .list && state.dialog == nil, note: count)
    guard !facts.builds.isEmpty else {
      painter.centered(absence(state), in: panel.content)
      return
    }
    let content = panel.content
    let selected = facts.builds.firstIndex { $0.slug == state.builds.selected } ?? 0
    let top = ScrollWindow.top(
      from: state.builds.top, showing: selected, of: facts.builds.count, rows: content.rows)
    let shown = facts.builds[top..<min(facts.builds.count, top + content.rows)]
    let rows = shown.map { row(for: $0, facts, glyphs: state.glyphs) }
    let columns = Columns(for: rows, columns: content.columns)
    for (offset, row) in rows.enumerated() {
      let ground: ThemeRole? =
        top + offset == selected
        ? (state.focus == .list ? .selection : .selectionUnfocused) : nil
      let line = Rect(
        column: content.column, row: content.row + offset, columns: content.columns, rows: 1)
      draw(&painter, row, columns, in: line, on: ground)
    }
    if panel.isFramed, rows.contains(where: \.isNotIsolated) {
      painter.text(
        " ! not isolated ", .warning, endingAt: panel.frame.endColumn - 2,
        row: panel.frame.endRow - 1)
    }
  }

  private static func draw(
    _ painter: inout Painter, _ row: Row, _ columns: Columns, in line: Rect, on ground: ThemeRole?
  ) {
    if let ground {
      let wide = Rect(
        column: line.column - 1, row: line.row, columns: line.columns + 2, rows: 1)
      painter.surface.fill(wide, style: painter.theme[ground])
    }
    var column = line.column
    func place(_ text: String, _ role: ThemeRole, _ width: Int) {
      guard width > 0 else { return }
      painter.text(
        text, role, at: Point(column: column, row: line.row), columns: width, on: ground)
      column += width + 1
    }
    place(row.look.glyph, row.look.role, 1)
    place(row.number, .title, columns.number)
    if columns.mark > 0 {
      column -= 1
      place(row.isNotIsolated ? "!" : " ", .warning, columns.mark)
    }
    place(row.app, .text, columns.app)
    place(row.workflow, .accent, columns.workflow)
    place(row.branch, .muted, columns.branch)
    place(row.message, .muted, columns.message)
    painter.text(row.when, row.whenRole, endingAt: line.endColumn, row: line.row, on: ground)
  }

  /// What stands in place of a list.
  private static func absence(_ state: Dashboard.State) -> [(String, ThemeRole)] {
    let facts = state.facts
    switch facts.loading {
    case .underway:
      if facts.connection.isLost {
        return [("No builds have been loaded yet.", .muted)]
      }
      return [("Loading the builds \u{2026}", .muted)]
    case .loaded:
      return [("No builds yet.", .title), (invitation(state), .muted)]
    case .refused(let sentence):
      return [
        ("The builds cannot be shown.", .error), (sentence, .text), ("ctrl-r asks again.", .muted),
      ]
    }
  }

  private static func invitation(_ state: Dashboard.State) -> String {
    if let reason = state.availability(of: .newBuild).reason { return reason }
    guard let key = state.keymap.keys(for: .newBuild).first else { return "" }
    return "Press \(key.label) to run a workflow."
  }
}
