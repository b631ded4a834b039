import TerminalSurface
import Theming

extension Paste {
  private static let labelColumns = 14

  static func draw(_ painter: inout Painter, _ paste: State, _ state: Dashboard.State) {
    let size = painter.surface.size
    let columns = min(64, size.columns - (size.columns >= 48 ? 8 : 2))
    let rows = rows(paste, glyphs: state.glyphs)
    let told = [(paste.problem, ThemeRole.error), (fate(paste), ThemeRole.overlay)]
      .flatMap { text, role in Wrap.words(text ?? "", columns: columns).map { ($0, role) } }
    let frame = DialogFrame(size: size, columns: columns, rows: rows.count + told.count + 3)
    painter.dialog(frame, title: "The way into \(state.facts.name(of: paste.build))?")
    var at = Point(column: frame.content.column, row: frame.content.row)
    for row in rows {
      painter.text(row.label, .muted, at: at, columns: labelColumns, on: .overlay)
      painter.text(
        row.value, row.role, at: Point(column: at.column + labelColumns, row: at.row),
        columns: frame.content.columns - labelColumns, on: .overlay)
      at.row += 1
    }
    at.row += 1
    for (line, role) in told {
      painter.text(line, role, at: at, columns: frame.content.columns, on: .overlay)
      at.row += 1
    }
    at.row += 1
    var keys = [
      ("Enter", "use it"), ("Esc", "drop it"), ("k", paste.isKept ? "do not keep" : "keep"),
    ]
    if paste.parts.ssh == nil || paste.parts.screen == nil { keys.append(("Tab", "ssh/screen")) }
    painter.keys(keys, at: at, columns: frame.content.columns)
  }
}
