import BuildModel
import TerminalSurface
import Theming

extension AccessPane {
  /// Draws the way into the selected build's machine, with its clock in the title.
  static func draw(_ painter: inout Painter, _ state: Dashboard.State, _ panel: Panel) {
    let clock = state.builds.selected.flatMap { state.facts.clock(for: $0) }
    painter.panel(
      panel, title: title(state), titleRole: .title, edge: clock?.edgeRole ?? .border,
      note: panel.frame.columns < 60 ? clock?.shortPhrase : clock?.phrase,
      noteRole: clock?.role ?? .muted)
    let clockColumns = largeClock(state, columns: panel.content.columns, isFramed: panel.isFramed)
      .map { drawClock(&painter, $0, clock?.role ?? .text, in: panel.content) }
    let content = panel.content.splitColumns(
      at: panel.content.columns - (clockColumns ?? 0)
    ).left
    let lines = lines(state, columns: panel.content.columns, isFramed: panel.isFramed)
    for (offset, line) in lines.prefix(content.rows).enumerated() {
      for span in line {
        painter.text(
          span.text, span.role,
          at: Point(column: content.column + span.column, row: content.row + offset),
          columns: content.columns - span.column)
      }
    }
  }

  /// Draws the clock at the right edge, and answers how many columns that takes.
  private static func drawClock(
    _ painter: inout Painter, _ figure: (text: String, scale: Int), _ role: ThemeRole, in rect: Rect
  ) -> Int {
    let lines = LargeFigures.lines(
      figure.text, scale: figure.scale, glyph: painter.glyphs.barFull)
    let columns = LargeFigures.columns(figure.text, scale: figure.scale)
    for (offset, line) in lines.prefix(rect.rows).enumerated() {
      painter.text(
        line, role, at: Point(column: rect.endColumn - columns, row: rect.row + offset),
        columns: columns)
    }
    return columns + 2
  }
}
