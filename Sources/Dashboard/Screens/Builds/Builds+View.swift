import BuildModel
import TerminalSurface
import Theming

extension Builds {
  /// Where the rows of the list stand in its pane, under their titles.
  static func rowsArea(_ panel: Panel) -> Rect {
    guard hasTitles(panel) else { return panel.content }
    return panel.content.splitRows(at: 1).lower
  }

  private static func hasTitles(_ panel: Panel) -> Bool {
    panel.content.columns >= Columns.leastForAll && panel.content.rows >= 4
  }

  /// Draws the list into its pane.
  static func draw(_ painter: inout Painter, _ state: Dashboard.State, _ panel: Panel) {
    painter.panel(
      panel, title: title(state), isFocused: state.focus == .list && state.dialog == nil,
      note: note(state))
    let table = state.builds.table
    guard table.count > 0 else {
      painter.centered(absence(state), in: panel.content)
      return
    }
    let area = rowsArea(panel)
    let selected = state.builds.selectedRow(state.facts) ?? 0
    let top = ScrollWindow.top(
      from: state.builds.top, showing: selected, of: table.count, rows: area.rows)
    let shown = table.entries[top..<min(table.count, top + area.rows)]
    let rows = shown.map { entry -> Row? in
      guard case .build(let index) = entry else { return nil }
      return row(for: state.facts.builds[index], state.facts, glyphs: state.glyphs)
    }
    let columns = Columns(
      for: rows.compactMap { $0 }, columns: area.columns,
      grouping: state.builds.arrangement.grouping)
    if hasTitles(panel) { drawTitles(&painter, state, columns, in: panel.content) }
    for (offset, (entry, row)) in zip(shown, rows).enumerated() {
      let ground: ThemeRole? =
        top + offset == selected
        ? (state.focus == .list ? .selection : .selectionUnfocused) : nil
      let line = Rect(
        column: area.column, row: area.row + offset, columns: area.columns, rows: 1)
      if let row {
        draw(&painter, row, columns, state, in: line, on: ground)
      } else {
        drawHeading(&painter, entry, in: line)
      }
    }
    if panel.isFramed, rows.contains(where: { $0?.isNotIsolated ?? false }) {
      painter.text(
        " ! not isolated ", .warning, endingAt: panel.frame.endColumn - 2,
        row: panel.frame.endRow - 1)
    }
  }

  private static func draw(
    _ painter: inout Painter, _ row: Row, _ columns: Columns, _ state: Dashboard.State,
    in line: Rect, on ground: ThemeRole?
  ) {
    if let ground {
      let wide = Rect(
        column: line.column - 1, row: line.row, columns: line.columns + 2, rows: 1)
      painter.surface.fill(wide, style: painter.theme[ground])
    }
    painter.text(row.look.glyph, row.look.role, at: line.origin, columns: 1, on: ground)
    for place in places(columns, in: line) {
      let text = place.column.text(row)
      let role = role(of: place.column, row, isStale: isStale(state), on: ground)
      let marks = state.builds.arrangement.filter?.highlights(in: text) ?? []
      let start =
        place.column.isAtRightEdge
        ? place.end - min(place.width, TextWidth.columns(of: text)) : place.start
      painter.text(
        text, role, at: Point(column: start, row: line.row), columns: place.width, on: ground,
        marking: place.column.isAtRightEdge ? [] : marks)
      if place.column == .number, row.isNotIsolated {
        painter.text(
          "!", .warning, at: Point(column: place.end, row: line.row), columns: 1, on: ground)
      }
    }
  }

  /// In the chosen row only what is urgent has a colour of its own: one ground, one colour on it,
  /// is read at a glance and drawn in few bytes.
  private static func role(
    of column: Column, _ row: Row, isStale: Bool, on ground: ThemeRole?
  ) -> ThemeRole {
    let role = isStale && column.isAtRightEdge ? .muted : column.role(row)
    guard let ground, [.title, .text, .accent, .muted].contains(role) else { return role }
    return ground
  }

  private struct Place {
    var column: Column
    var start: Int
    var width: Int
    var end: Int { start + width }
  }

  /// From the left edge on, and the last ones from the right edge.
  private static func places(_ columns: Columns, in line: Rect) -> [Place] {
    var places: [Place] = []
    var next = line.column + 2
    for (column, width) in columns.widths where !column.isAtRightEdge {
      places.append(Place(column: column, start: next, width: width))
      next += width + 1 + (column == .number ? columns.mark : 0)
    }
    var end = line.endColumn
    for (column, width) in columns.widths.reversed() where column.isAtRightEdge {
      places.append(Place(column: column, start: end - width, width: width))
      end -= width + 1
    }
    return places
  }

  private static func drawTitles(
    _ painter: inout Painter, _ state: Dashboard.State, _ columns: Columns, in rect: Rect
  ) {
    let arrangement = state.builds.arrangement
    for place in places(columns, in: rect) {
      let isSorted = place.column.sort == arrangement.sort
      let arrow = isSorted ? state.glyphs.sortArrow(isReversed: arrangement.isReversed) : ""
      let title = place.column.title + arrow
      let start =
        place.column.isAtRightEdge
        ? place.end - min(place.width, TextWidth.columns(of: title)) : place.start
      painter.text(
        title, isSorted ? .accent : .muted, at: Point(column: start, row: rect.row),
        columns: place.end - start)
    }
  }

  private static func drawHeading(
    _ painter: inout Painter, _ entry: BuildTable.Entry, in line: Rect
  ) {
    guard case .heading(let name, let count, let failed) = entry else { return }
    var at = line.origin
    at.column += painter.text(name, .title, at: at, columns: line.columns) + 2
    at.column += painter.text(
      TimeWords.counted(count, "build"), .muted, at: at, columns: line.endColumn - at.column)
    guard failed > 0 else { return }
    painter.text(", \(failed) failed", .failed, at: at, columns: line.endColumn - at.column)
  }
}
