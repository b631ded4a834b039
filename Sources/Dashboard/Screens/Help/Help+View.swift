import TerminalSurface
import Theming

extension Help {
  static func draw(_ painter: inout Painter, _ help: State, _ state: Dashboard.State) {
    let rows = rows(state)
    let frame = DialogFrame.help(size: painter.surface.size, rows: rows.count)
    painter.dialog(frame, title: "Keys")
    let content = frame.content
    let keyColumns = min(16, content.columns / 3)
    for (offset, row) in rows.dropFirst(help.top).prefix(content.rows).enumerated() {
      let at = Point(column: content.column, row: content.row + offset)
      switch row {
      case .gap: continue
      case .heading(let title):
        painter.text(title, .overlayTitle, at: at, columns: content.columns, on: .overlay)
      case .command(let keys, let title, let reason):
        let isEnabled = reason == nil
        painter.text(
          keys, isEnabled ? .key : .keyDisabled, at: at, columns: keyColumns, on: .overlay)
        painter.text(
          title, isEnabled ? .keyLabel : .keyDisabled,
          at: Point(column: at.column + keyColumns + 1, row: at.row),
          columns: content.columns - keyColumns - 1, on: .overlay)
      }
    }
    guard frame.isFramed, rows.count > content.rows else { return }
    let end = min(rows.count, help.top + content.rows)
    painter.text(
      " \(end)/\(rows.count) ", .overlayBorder, endingAt: frame.rect.endColumn - 2,
      row: frame.rect.endRow - 1, on: .overlay)
  }
}
