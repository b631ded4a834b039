import TerminalSurface
import Theming

extension Windows {
  /// Where the rows stand in the pane: below their titles and above the complaints.
  static func rowsArea(_ state: Dashboard.State, _ panel: Panel) -> Rect {
    let content = panel.content
    let complaints = complaintRows(state, content)
    let upper = content.splitRows(at: max(1, content.rows - complaints.count)).upper
    return upper.rows > 3 ? upper.splitRows(at: 1).lower : upper
  }

  static func draw(_ painter: inout Painter, _ state: Dashboard.State, _ panel: Panel) {
    let rows = rows(state)
    painter.panel(
      panel, title: "Open machines", isFocused: state.dialog == nil,
      note: rows.isEmpty ? nil : Builds.staleness(state) ?? "\(rows.count) open")
    let content = panel.content
    let complaints = complaintRows(state, content)
    for (offset, line) in complaints.enumerated() {
      painter.text(
        line, .warning,
        at: Point(column: content.column, row: content.endRow - complaints.count + offset),
        columns: content.columns)
    }
    let area = rowsArea(state, panel)
    guard !rows.isEmpty else {
      painter.centered(absence(state), in: area)
      return
    }
    let columns = Columns(for: rows, columns: area.columns)
    if area.row > content.row {
      drawTitles(&painter, columns, at: content.origin)
    }
    let top = ScrollWindow.top(
      from: state.windowList?.top ?? 0, showing: state.windowList?.formerRow ?? 0,
      of: rows.count, rows: area.rows)
    for (offset, row) in rows.dropFirst(top).prefix(area.rows).enumerated() {
      let line = Rect(
        column: area.column, row: area.row + offset, columns: area.columns, rows: 1)
      draw(
        &painter, row, columns, in: line, isChosen: top + offset == state.windowList?.formerRow)
    }
  }

  private static func draw(
    _ painter: inout Painter, _ row: Row, _ columns: Columns, in line: Rect, isChosen: Bool
  ) {
    let ground: ThemeRole? = isChosen ? .selection : nil
    if isChosen {
      painter.surface.fill(
        Rect(column: line.column - 1, row: line.row, columns: line.columns + 2, rows: 1),
        style: painter.theme[.selection])
    }
    var column = line.column
    painter.text(
      row.clock, row.clockRole, endingAt: column + columns.clock, row: line.row, on: ground)
    column += columns.clock + 2
    for (text, role, width) in [
      (row.name, ThemeRole.title, columns.name), (row.workflow, .accent, columns.workflow),
      (row.branch, .muted, columns.branch), (row.connection, .text, columns.connection),
      (row.inside, .accent, columns.inside), (row.address, .muted, columns.address),
    ] where width > 0 {
      painter.text(
        text, role, at: Point(column: column, row: line.row), columns: width, on: ground)
      column += width + 2
    }
  }

  private static func drawTitles(_ painter: inout Painter, _ columns: Columns, at point: Point) {
    painter.text("closes", .muted, endingAt: point.column + columns.clock, row: point.row)
    var column = point.column + columns.clock + 2
    for (text, width) in [
      ("build", columns.name), ("workflow", columns.workflow), ("branch", columns.branch),
      ("service", columns.connection), ("", columns.inside), ("address", columns.address),
    ] where width > 0 {
      painter.text(text, .muted, at: Point(column: column, row: point.row), columns: width)
      column += width + 2
    }
  }

  private static func absence(_ state: Dashboard.State) -> [(String, ThemeRole)] {
    let name = state.facts.connection.name
    switch state.facts.loadingWindows {
    case .loaded: break
    case .refused(let sentence):
      return Absence.refused(
        "The open machines cannot be shown.", sentence, state.keymap, on: .text)
    case .underway where state.facts.connection.isLost:
      return [
        ("Which machines are open is not known.", .title),
        ("It is asked for when \(name) is back.", .muted),
      ]
    case .underway:
      return [("Asking \(name) for its open machines \(state.glyphs.ellipsis)", .muted)]
    }
    let key = state.keymap.keys(for: .rebuildRemotely).first?.label
    let help = key.map { "\($0) on a finished build rebuilds it with remote access." } ?? ""
    return [("No machine is open.", .title), (help, .muted)]
  }

  /// How wide each column is; what has no room is 0.
  struct Columns: Equatable {
    var clock: Int
    var name = 0
    var connection = 0
    var workflow = 0
    var inside = 0
    var branch = 0
    var address = 0

    /// Gives room by importance: when, which, and of which service come first.
    init(for rows: [Row], columns: Int) {
      func widest(_ path: KeyPath<Row, String>) -> Int {
        rows.map { TextWidth.columns(of: $0[keyPath: path]) }.max() ?? 0
      }
      clock = max(6, widest(\.clock))
      var room = columns - clock
      func take(_ path: KeyPath<Row, String>, title: Int, most: Int, least: Int) -> Int {
        let wanted = widest(path)
        guard wanted > 0 else { return 0 }
        let width = min(max(wanted, title), most, room - 2)
        guard width >= min(wanted, least) else { return 0 }
        room -= width + 2
        return width
      }
      name = take(\.name, title: 5, most: 32, least: 4)
      connection = take(\.connection, title: 7, most: 16, least: 4)
      workflow = take(\.workflow, title: 8, most: 16, least: 6)
      inside = take(\.inside, title: 0, most: 10, least: 8)
      branch = take(\.branch, title: 6, most: 20, least: 4)
      address = take(\.address, title: 7, most: 32, least: 12)
    }
  }
}
