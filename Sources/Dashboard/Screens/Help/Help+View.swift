import TerminalSurface
import Theming

extension Help {
  static func draw(_ painter: inout Painter, _ help: State, _ state: Dashboard.State) {
    let sheet = Sheet(state, size: painter.surface.size)
    let frame = sheet.frame
    painter.dialog(frame, title: "Keys")
    let content = frame.content
    let width = sheet.columns.count > 1 ? Sheet.columnWidth : content.columns
    for (index, rows) in sheet.columns.enumerated() {
      let column = content.column + index * (width + Sheet.gap)
      for (offset, row) in rows.dropFirst(help.top).prefix(content.rows).enumerated() {
        draw(
          &painter, row, at: Point(column: column, row: content.row + offset), columns: width)
      }
    }
    guard frame.isFramed, sheet.rows > content.rows else { return }
    let end = min(sheet.rows, help.top + content.rows)
    painter.text(
      " \(end)/\(sheet.rows) ", .overlayBorder, endingAt: frame.rect.endColumn - 2,
      row: frame.rect.endRow - 1, on: .overlay)
  }

  private static func draw(
    _ painter: inout Painter, _ row: Row, at point: Point, columns: Int
  ) {
    switch row {
    case .gap: return
    case .heading(let title):
      painter.text(title, .overlayTitle, at: point, columns: columns, on: .overlay)
    case .command(let keys, let title, let reason):
      let isEnabled = reason == nil
      let keyColumns = min(16, columns / 3)
      painter.text(
        keys, isEnabled ? .key : .keyDisabled, at: point, columns: keyColumns, on: .overlay)
      painter.text(
        title, isEnabled ? .keyLabel : .keyDisabled,
        at: Point(column: point.column + keyColumns + 1, row: point.row),
        columns: columns - keyColumns - 1, on: .overlay)
    }
  }
}
