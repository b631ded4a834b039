import BuildModel
import TerminalSurface
import Theming

extension BuildDetail {
  /// Draws what the build is, and its steps.
  static func drawSteps(
    _ painter: inout Painter, _ state: Dashboard.State, _ panel: Panel, summaryRows: Int
  ) {
    painter.panel(
      panel, title: title(state), isFocused: state.focus == .steps && state.dialog == nil,
      note: state.selectedBuild.map { "\($0.stack)" })
    let content = panel.content
    guard state.selectedBuild != nil else {
      painter.centered([("The steps and the log of a build stand here.", .muted)], in: content)
      return
    }
    let parts = content.splitRows(at: summaryRows)
    let summary = summary(state, columns: content.columns)
    for (offset, line) in summary.prefix(parts.upper.rows).enumerated() {
      draw(&painter, line, in: parts.upper, row: parts.upper.row + offset)
    }
    let entries = entries(state)
    let chosen = chosenIndex(state)
    let rows = parts.lower.rows
    let top = ScrollWindow.top(
      from: state.detail.top, showing: chosen, of: entries.count, rows: rows)
    for (offset, entry) in entries.dropFirst(top).prefix(rows).enumerated() {
      let ground: ThemeRole? =
        top + offset == chosen
        ? (state.focus == .steps ? .selection : .selectionUnfocused) : nil
      let line = Rect(
        column: content.column, row: parts.lower.row + offset, columns: content.columns, rows: 1)
      draw(&painter, entry, state, in: line, on: ground)
    }
  }

  private static func title(_ state: Dashboard.State) -> String {
    guard let build = state.selectedBuild else { return "Build" }
    return "#\(build.number) \(build.appTitle) \(state.glyphs.separator) \(build.workflow)"
  }

  private static func draw(
    _ painter: inout Painter, _ pieces: [Piece], in rect: Rect, row: Int
  ) {
    var column = rect.column
    for (index, piece) in pieces.enumerated() where column < rect.endColumn {
      // What follows the first is left out rather than cut, unless it is the last word.
      let isCut = TextWidth.columns(of: piece.text) > rect.endColumn - column
      if isCut, index > 0, index < pieces.count - 1 || piece.role != .text { break }
      column += painter.text(
        piece.text, piece.role, at: Point(column: column, row: row),
        columns: rect.endColumn - column)
    }
  }

  private static func draw(
    _ painter: inout Painter, _ entry: Entry, _ state: Dashboard.State, in line: Rect,
    on ground: ThemeRole?
  ) {
    if let ground {
      let wide = Rect(
        column: line.column - 1, row: line.row, columns: line.columns + 2, rows: 1)
      painter.surface.fill(wide, style: painter.theme[ground])
    }
    let row = stepRow(entry, state)
    let note = row.note
    painter.text(
      row.look.glyph, row.look.role, at: Point(column: line.column, row: line.row), columns: 1,
      on: ground)
    painter.text(note, row.noteRole, endingAt: line.endColumn, row: line.row, on: ground)
    painter.text(
      row.title, row.titleRole, at: Point(column: line.column + 2, row: line.row),
      columns: line.columns - 3 - TextWidth.columns(of: note), on: ground)
  }
}
