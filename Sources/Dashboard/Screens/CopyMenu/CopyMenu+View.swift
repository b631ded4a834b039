import TerminalSurface
import Theming

extension CopyMenu {
  static func draw(_ painter: inout Painter, _ menu: State, _ state: Dashboard.State) {
    let entries = entries(state.facts.access(menu.build), glyphs: state.glyphs)
    let titles = entries.map { $0.title.count }.max() ?? 0
    let frame = DialogFrame(
      size: painter.surface.size, columns: 66, rows: max(1, entries.count))
    painter.dialog(frame, title: "Copy from \(state.facts.name(of: menu.build))")
    let content = frame.content
    let top = ScrollWindow.top(from: 0, showing: menu.chosen, of: entries.count, rows: content.rows)
    for (offset, entry) in entries.dropFirst(top).prefix(content.rows).enumerated() {
      let row = content.row + offset
      let ground: ThemeRole = top + offset == menu.chosen ? .selection : .overlay
      painter.surface.fill(
        Rect(column: content.column - 1, row: row, columns: content.columns + 2, rows: 1),
        style: painter.theme[ground])
      painter.text(
        String(entry.keys.prefix(1)), .key, at: Point(column: content.column, row: row),
        columns: 1, on: ground)
      painter.text(
        entry.title, ground, at: Point(column: content.column + 3, row: row), columns: titles,
        on: ground)
      let start = content.column + 3 + titles + 2
      painter.text(
        entry.preview, entry.text.isSecret ? .secret : .muted, at: Point(column: start, row: row),
        columns: content.endColumn - start, on: ground)
    }
  }
}
