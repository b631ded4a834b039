import BuildModel
import TerminalSurface
import TextSearch
import Theming

extension LogPane {
  /// Draws the chosen row's part of the log; costs as much as the screen is high.
  static func draw(_ painter: inout Painter, _ state: Dashboard.State, _ panel: Panel) {
    let content = textArea(panel.content, state)
    let viewport = LogViewport(state, columns: content.columns, rows: content.rows)
    painter.panel(
      panel, title: title(state), isFocused: state.focus == .log && state.dialog == nil,
      note: note(state, viewport))
    guard let viewport else {
      painter.centered(absence(state), in: content)
      return
    }
    drawTimes(&painter, state, viewport, in: panel.content)
    var lines = LineDrawing(painter, state, viewport)
    for (offset, row) in viewport.visible.enumerated() {
      let line = Rect(
        column: content.column, row: content.row + offset, columns: content.columns, rows: 1)
      switch viewport.sheet[row.entry] {
      case .line(let index): lines.draw(&painter, index, row, in: line)
      case .fold(let step): draw(&painter, foldRow(step, state), in: line)
      case .missing where isPatient(state): break
      case .missing:
        painter.text(
          loading(state.glyphs), .muted, at: line.origin, columns: line.columns)
      }
    }
  }

  private static func draw(
    _ painter: inout Painter, _ pieces: [(String, ThemeRole)], in line: Rect
  ) {
    var at = line.origin
    for (text, role) in pieces where at.column < line.endColumn {
      at.column += painter.text(text, role, at: at, columns: line.endColumn - at.column)
    }
  }
}

/// Draws lines from the top down, so that colours carry on from line to line.
private struct LineDrawing {
  private let viewport: LogViewport
  private let log: LogPane.State
  private let visitedPlaces: Set<LogPlace>
  private let selected: ClosedRange<LogPlace>?
  private var matcher: PatternMatcher?
  private var text: AnsiText
  /// The line that ``runs`` are of.
  private var current: Int?
  private var runs: [StyledRun] = []
  private var starts = [0]

  init(_ painter: Painter, _ state: Dashboard.State, _ viewport: LogViewport) {
    self.viewport = viewport
    log = state.detail.log
    matcher = (log.searches[.typed]?.query.wanted).map(PatternMatcher.init)
    visitedPlaces = Set(log.searches.values.compactMap(\.current))
    selected = log.selection?.places
    text = AnsiText(base: painter.theme[.logText])
    carryColours()
  }

  /// Colours set a little above the first line still count; further up nobody pays for.
  private mutating func carryColours() {
    let sheet = viewport.sheet
    for number in max(0, viewport.top.entry - 200)..<viewport.top.entry {
      guard case .line(let index) = sheet[number],
        sheet.log.text.withLine(at: index, { $0.contains(0x1B) })
      else { continue }
      _ = text.parse(sheet.log.text.line(at: index))
    }
  }

  mutating func draw(
    _ painter: inout Painter, _ index: Int, _ row: LogViewport.Row, in line: Rect
  ) {
    parse(index, painter)
    let place = viewport.sheet.log.text.place(at: index)
    let first = viewport.isWrapped ? starts[min(row.row, starts.count - 1)] : log.column
    let end = viewport.isWrapped && row.row + 1 < starts.count ? starts[row.row + 1] : nil
    let shown = runs.cells(from: first, columns: min(line.columns, (end ?? .max) - first))
    painter.surface.write(shown, at: line.origin, limit: line.columns)
    if !viewport.isWrapped { markCut(&painter, first, in: line) }
    if visitedPlaces.contains(place), row.row == 0, line.column > 0 {
      painter.text(
        painter.glyphs.pointer, .accent,
        at: Point(column: line.column - 1, row: line.row), columns: 1)
    }
    if selected?.contains(place) ?? false { markSelected(&painter, first, in: line) }
  }

  private mutating func parse(_ index: Int, _ painter: Painter) {
    guard index != current else { return }
    current = index
    runs = text.parse(viewport.sheet.log.text.line(at: index))
    if viewport.isWrapped { starts = runs.rowStarts(columns: viewport.columns) }
    guard var matcher else { return }
    let ranges = matcher.ranges(in: runs.plainText)
    self.matcher = matcher
    let isCurrent = log.searches[.typed]?.current == viewport.sheet.log.text.place(at: index)
    runs = runs.highlighted(ranges, style: painter.theme[isCurrent ? .matchCurrent : .match])
  }

  /// Shows at the edges that a line goes on beyond them.
  private func markCut(_ painter: inout Painter, _ first: Int, in line: Rect) {
    let width = runs.columns
    if width > first + line.columns {
      painter.text(
        painter.glyphs.ellipsis, .logDetail, endingAt: line.endColumn, row: line.row)
    }
    if first > 0, width > 0 {
      painter.text(painter.glyphs.ellipsis, .logDetail, at: line.origin, columns: 1)
    }
  }

  private func markSelected(_ painter: inout Painter, _ first: Int, in line: Rect) {
    guard let selection = log.selection else { return }
    var part = line
    if selection.shape == .block {
      let columns = selection.columns
      let start = max(0, columns.lowerBound - first)
      let end = min(line.columns, columns.upperBound - first + 1)
      part = Rect(column: line.column + start, row: line.row, columns: end - start, rows: 1)
    }
    painter.surface.restyle(part, style: painter.theme[.selection])
  }
}
