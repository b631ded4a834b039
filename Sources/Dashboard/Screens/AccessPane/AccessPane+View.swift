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
    let content = panel.content
    let lines = lines(state, columns: content.columns, isFramed: panel.isFramed)
    for (offset, line) in lines.prefix(content.rows).enumerated() {
      for span in line {
        painter.text(
          span.text, span.role,
          at: Point(column: content.column + span.column, row: content.row + offset),
          columns: content.columns - span.column)
      }
    }
  }
}
