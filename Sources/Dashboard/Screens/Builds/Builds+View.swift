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

  /// The rows of the pane that somebody who passes through the list has touched; nil where more
  /// than these is to be drawn.
  static func passed(_ state: Dashboard.State, _ panel: Panel) -> Rect? {
    guard let rows = state.unseen.rows(top: state.builds.top) else { return nil }
    let area = rowsArea(panel)
    let first = area.row + rows.lowerBound - state.builds.top
    let end = min(area.endRow, area.row + rows.upperBound + 1 - state.builds.top)
    guard first >= area.row, first < end else { return nil }
    let frame = panel.frame
    return Rect(column: frame.column, row: first, columns: frame.columns, rows: end - first)
  }

  /// Draws the list into its pane, or only the rows that have been passed.
  static func draw(_ painter: inout Painter, _ state: Dashboard.State, _ panel: Panel) {
    if state.restsAt != nil, passed(state, panel) != nil,
      let rows = state.unseen.rows(top: state.builds.top), let columns = state.unseen.columns
    {
      drawRows(&painter, state, panel, columns, from: rows.lowerBound, through: rows.upperBound)
      return
    }
    painter.panel(
      panel, title: title(state), isFocused: state.focus == .list && state.dialog == nil,
      note: note(state))
    let table = state.builds.table
    guard table.count > 0 else {
      painter.centered(absence(state), in: panel.content)
      return
    }
    let columns = columns(state, panel)
    if hasTitles(panel) { drawTitles(&painter, state, columns, in: panel.content) }
    let top = top(state, panel)
    drawRows(&painter, state, panel, columns, from: top, through: .max)
    if panel.isFramed, columns.mark > 0 {
      painter.text(
        " ! not isolated ", .warning, endingAt: panel.frame.endColumn - 2,
        row: panel.frame.endRow - 1)
    }
  }

  /// How the rows on the screen share the width.
  static func columns(_ state: Dashboard.State, _ panel: Panel) -> Columns {
    let (top, area, entries) = (top(state, panel), rowsArea(panel), state.builds.table.entries)
    let rows = (top..<min(entries.count, top + area.rows)).compactMap {
      row(entries[$0], state, area)
    }
    return Columns(
      for: rows, columns: area.columns, grouping: state.builds.arrangement.grouping)
  }

  private static func top(_ state: Dashboard.State, _ panel: Panel) -> Int {
    ScrollWindow.top(
      from: state.builds.top, showing: state.builds.selectedRow(state.facts) ?? 0,
      of: state.builds.table.count, rows: rowsArea(panel).rows)
  }

  private static func row(
    _ entry: BuildTable.Entry, _ state: Dashboard.State, _ area: Rect
  ) -> Row? {
    guard case .build(let index) = entry else { return nil }
    return row(
      for: state.facts.builds[index], state.facts, glyphs: state.glyphs,
      isWide: area.columns >= Columns.leastForAll)
  }

  private static func drawRows(
    _ painter: inout Painter, _ state: Dashboard.State, _ panel: Panel, _ columns: Columns,
    from first: Int, through last: Int
  ) {
    let (top, area, entries) = (top(state, panel), rowsArea(panel), state.builds.table.entries)
    let selected = state.builds.selectedRow(state.facts) ?? 0
    let places = places(columns, in: area)
    let end = min(entries.count, top + area.rows)
    for number in max(first, top)..<max(first, top, min(end, last < end ? last + 1 : end)) {
      let ground: ThemeRole? =
        number == selected ? (state.focus == .list ? .selection : .selectionUnfocused) : nil
      let line = Rect(
        column: area.column, row: area.row + number - top, columns: area.columns, rows: 1)
      if let row = row(entries[number], state, area) {
        draw(&painter, row, places, state, in: line, on: ground)
      } else {
        drawHeading(&painter, entries[number], in: line)
      }
    }
    // The border of the pane belongs to each of its rows.
    guard panel.isFramed, last != .max else { return }
    let edge = painter.theme[state.focus == .list ? .borderFocused : .border]
    for number in first...last {
      for column in [panel.frame.column, panel.frame.endColumn - 1] {
        painter.surface.write(
          painter.glyphs.border.vertical,
          at: Point(column: column, row: area.row + number - top), style: edge)
      }
    }
  }

  private static func draw(
    _ painter: inout Painter, _ row: Row, _ places: [Place], _ state: Dashboard.State,
    in line: Rect, on ground: ThemeRole?
  ) {
    if let ground {
      let wide = Rect(
        column: line.column - 1, row: line.row, columns: line.columns + 2, rows: 1)
      painter.surface.fill(wide, style: painter.theme[ground])
    }
    painter.text(row.look.glyph, row.look.role, at: line.origin, columns: 1, on: ground)
    let (filter, isStale) = (state.builds.arrangement.filter, isStale(state))
    for place in places {
      let text = place.column.text(row)
      let role = role(of: place.column, row, isStale: isStale, on: ground)
      let marks = filter?.highlights(in: text) ?? []
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
