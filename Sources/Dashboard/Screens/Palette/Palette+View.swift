import TerminalSurface
import Theming

extension Palette {
  private static let columns = 66

  /// The same height whatever was found, so that nothing jumps while somebody types.
  static func frame(_ size: Size) -> DialogFrame {
    DialogFrame(size: size, columns: columns, rows: min(18, max(5, size.rows - 8)))
  }

  static func listRows(_ size: Size) -> Int { max(1, frame(size).contentRows - 3) }

  /// Draws the dialogue, and answers where the cursor stands.
  static func draw(
    _ painter: inout Painter, _ palette: State, _ state: Dashboard.State
  ) -> Point {
    let frame = frame(painter.surface.size)
    painter.dialog(frame, title: "Actions")
    let content = frame.content
    let cursor = drawField(&painter, palette, in: content.splitRows(at: 1).upper)
    let entries = entries(palette, state)
    let rows = listRows(painter.surface.size)
    let list = Rect(
      column: content.column, row: content.row + min(2, content.rows - rows),
      columns: content.columns, rows: rows)
    guard !entries.isEmpty else {
      painter.absence(
        [("Nothing is called that. Backspace takes letters away.", .muted)], in: list)
      return cursor
    }
    let chosen = min(palette.chosen, entries.count - 1)
    let top = ScrollWindow.top(from: 0, showing: chosen, of: entries.count, rows: rows)
    for (offset, entry) in entries.dropFirst(top).prefix(rows).enumerated() {
      draw(
        &painter, entry, isChosen: top + offset == chosen,
        in: Rect(
          column: list.column, row: list.row + offset, columns: list.columns, rows: 1))
    }
    if frame.isFramed {
      painter.text(
        " \(chosen + 1)/\(entries.count) ", .overlayBorder, endingAt: frame.rect.endColumn - 2,
        row: frame.rect.endRow - 1, on: .overlay)
    }
    return cursor
  }

  private static func drawField(
    _ painter: inout Painter, _ palette: State, in line: Rect
  ) -> Point {
    painter.surface.fill(line, style: painter.theme[.field])
    let visible = palette.field.visible(columns: max(1, line.columns - 1))
    painter.surface.write(
      visible.text, at: line.origin, style: painter.theme[.field], limit: line.columns)
    return Point(column: line.column + visible.cursor, row: line.row)
  }

  private static func draw(
    _ painter: inout Painter, _ entry: Entry, isChosen: Bool, in line: Rect
  ) {
    let ground: ThemeRole = isChosen ? .selection : .overlay
    painter.surface.fill(
      Rect(column: line.column - 1, row: line.row, columns: line.columns + 2, rows: 1),
      style: painter.theme[ground])
    let keys = TextWidth.columns(of: entry.keys)
    let room = line.columns - keys - 1
    let isEnabled = entry.reason == nil
    painter.text(
      entry.title, isEnabled ? ground : .keyDisabled, at: line.origin, columns: room, on: ground,
      marking: entry.marks)
    painter.text(
      entry.keys, isEnabled ? .key : .keyDisabled, endingAt: line.endColumn, row: line.row,
      on: ground)
  }
}
