import TerminalSurface
import Theming

extension NewBuild {
  /// The same width however much there is to show, so that nothing jumps when it has come.
  static let columns = 62

  /// Where the dialogue stands, its list, and what it is run with.
  static func frame(
    _ state: State, size: Size, keymap: Keymap
  ) -> (DialogFrame, list: Rect, options: Rect) {
    let room = DialogFrame(size: size, columns: columns, rows: 1).content.columns
    let rows =
      switch state.offers {
      case .loaded(let entries) where !entries.isEmpty: lines(entries, columns: room).count
      case .loading, .loaded, .refused:
        Absence.lines(absence(state.offers, keymap), columns: room).count
      }
    let optionRows = hasOptions(state) ? 2 : 0
    let frame = DialogFrame(size: size, columns: columns, rows: rows + optionRows)
    let parts = frame.content.splitRows(at: max(1, frame.contentRows - optionRows))
    // The row between them is left empty.
    return (frame, parts.upper, parts.lower.splitRows(at: min(1, parts.lower.rows)).lower)
  }

  static func draw(_ painter: inout Painter, _ state: State, _ dashboard: Dashboard.State) {
    let (frame, list, options) = frame(state, size: painter.surface.size, keymap: dashboard.keymap)
    painter.dialog(frame, title: "New build")
    guard case .loaded(let entries) = state.offers, !entries.isEmpty else {
      painter.absence(absence(state.offers, dashboard.keymap), in: list)
      return
    }
    draw(&painter, entries, chosen: state.chosen, in: list)
    if options.rows > 0 {
      painter.keys(
        Self.options(state), at: Point(column: options.column, row: options.row),
        columns: options.columns)
    }
    guard frame.isFramed, list.rows < lines(entries, columns: list.columns).count else { return }
    painter.text(
      " \(state.chosen + 1)/\(entries.count) ", .overlayBorder,
      endingAt: frame.rect.endColumn - 2, row: frame.rect.endRow - 1, on: .overlay)
  }

  private static func draw(
    _ painter: inout Painter, _ entries: [Entry], chosen: Int, in list: Rect
  ) {
    let lines = lines(entries, columns: list.columns)
    let appColumns = appColumns(entries, columns: list.columns)
    let top = top(lines, chosen: chosen, rows: list.rows)
    for (offset, line) in lines.dropFirst(top).prefix(list.rows).enumerated() {
      let row = list.row + offset
      let ground: ThemeRole = line.entry == chosen ? .selection : .overlay
      painter.surface.fill(
        Rect(column: list.column - 1, row: row, columns: list.columns + 2, rows: 1),
        style: painter.theme[ground])
      if let app = line.app {
        painter.text(
          app, ground, at: Point(column: list.column, row: row), columns: appColumns, on: ground)
      }
      painter.text(
        line.text, line.role, at: Point(column: list.column + appColumns + 2, row: row),
        columns: list.columns - appColumns - 2, on: ground)
    }
  }

  /// The first line to show: the chosen entry's first and, as far as they fit, all of its lines.
  private static func top(_ lines: [Line], chosen: Int, rows: Int) -> Int {
    guard let first = lines.firstIndex(where: { $0.entry == chosen }),
      let last = lines.lastIndex(where: { $0.entry == chosen })
    else { return 0 }
    let top = ScrollWindow.top(from: 0, showing: last, of: lines.count, rows: rows)
    return ScrollWindow.top(from: top, showing: first, of: lines.count, rows: rows)
  }
}
