import TerminalSurface

/// The rows of the log pane that are on the screen, and where moving leads.
struct LogViewport {
  /// A row of the screen: an entry of the sheet, and which of its rows.
  struct Row: Equatable {
    var entry: Int
    var row: Int
  }

  let sheet: LogSheet
  let columns: Int
  let rows: Int
  let isWrapped: Bool
  /// The first row that leaves the screen full.
  let last: Row
  let top: Row

  init?(_ state: Dashboard.State, columns: Int, rows: Int) {
    guard let sheet = LogSheet(state), sheet.count > 0, rows > 0 else { return nil }
    let isWrapped = state.detail.log.isWrapped
    self.sheet = sheet
    self.columns = columns
    self.rows = rows
    self.isWrapped = isWrapped
    let walk = Walk(sheet: sheet, columns: columns, isWrapped: isWrapped)
    last = walk.back(from: Row(entry: sheet.count, row: 0), by: rows)
    let wanted: Row
    var least = last
    switch state.detail.log.position {
    case .end:
      // Until the end has come, what happens to be held would only be a flicker.
      // Folded steps may stand behind the last lines.
      let end = sheet.lastUnfolded
      if sheet.isMissing(end) { least = Row(entry: end, row: 0) }
      wanted = least
    case .top(let place, let row):
      let entry = sheet.number(of: place)
      wanted = Row(entry: entry, row: min(row, max(0, walk.height(of: entry) - 1)))
      if sheet.isMissing(entry) { least = wanted }
    case .around(let place):
      let entry = sheet.number(of: place)
      if sheet.isMissing(entry) {
        // Held lines before a gap have nothing to do with what lies somewhere within it.
        wanted = Row(entry: entry, row: 0)
        least = wanted
      } else {
        wanted = walk.back(from: Row(entry: entry, row: 0), by: rows / 3)
      }
    }
    top = min(wanted, least)
  }

  private var walk: Walk { Walk(sheet: sheet, columns: columns, isWrapped: isWrapped) }

  /// The end of what is shown is on the screen.
  var isAtEnd: Bool { top >= last && isEndHeld }

  /// The rows from the top of the screen on.
  var visible: [Row] {
    var visible: [Row] = []
    var row = top
    while visible.count < rows, row.entry < sheet.count {
      visible.append(row)
      row = walk.next(row)
    }
    return visible
  }

  /// Whether a line of the log is on the screen.
  var showsText: Bool {
    visible.contains { row in
      if case .line = sheet[row.entry] { true } else { false }
    }
  }

  /// Where a motion leads the top of the screen.
  func position(after motion: Motion) -> LogPane.Position {
    let target: Row
    switch motion {
    case .down: target = walk.forward(from: top, by: 1)
    case .up: target = walk.back(from: top, by: 1)
    case .halfPageDown: target = walk.forward(from: top, by: max(1, rows / 2))
    case .halfPageUp: target = walk.back(from: top, by: max(1, rows / 2))
    case .pageDown: target = walk.forward(from: top, by: max(1, rows - 1))
    case .pageUp: target = walk.back(from: top, by: max(1, rows - 1))
    case .first: target = Row(entry: 0, row: 0)
    case .last: return .end
    }
    return position(at: target)
  }

  func position(at row: Row) -> LogPane.Position {
    guard row < last || !isEndHeld else { return .end }
    let row = min(row, last)
    return .top(sheet.place(at: row.entry), row: row.row)
  }

  private var isEndHeld: Bool {
    !sheet.isMissing(sheet.lastUnfolded)
  }
}

extension LogViewport.Row: Comparable {
  static func < (left: Self, right: Self) -> Bool {
    (left.entry, left.row) < (right.entry, right.row)
  }
}

/// Goes along rows, of which a broken line has several.
private struct Walk {
  typealias Row = LogViewport.Row
  let sheet: LogSheet
  let columns: Int
  let isWrapped: Bool

  func height(of entry: Int) -> Int {
    guard isWrapped, entry < sheet.count, case .line(let index) = sheet[entry] else { return 1 }
    // Short lines are most lines, and need not be looked into.
    if sheet.log.text.withLine(at: index, { $0.count <= columns && !$0.contains(0x09) }) {
      return 1
    }
    let runs = AnsiText.parse(sheet.log.text.line(at: index), base: .plain)
    return runs.rowStarts(columns: columns).count
  }

  func next(_ row: Row) -> Row {
    row.row + 1 < height(of: row.entry)
      ? Row(entry: row.entry, row: row.row + 1) : Row(entry: row.entry + 1, row: 0)
  }

  func forward(from row: Row, by count: Int) -> Row {
    guard isWrapped else { return Row(entry: min(row.entry + count, sheet.count - 1), row: 0) }
    var row = row
    for _ in 0..<count {
      let next = next(row)
      guard next.entry < sheet.count else { break }
      row = next
    }
    return row
  }

  func back(from row: Row, by count: Int) -> Row {
    guard isWrapped else { return Row(entry: max(0, row.entry - count), row: 0) }
    var row = row
    for _ in 0..<count {
      if row.row > 0 {
        row.row -= 1
      } else if row.entry > 0 {
        row = Row(entry: row.entry - 1, row: height(of: row.entry - 1) - 1)
      } else {
        break
      }
    }
    return row
  }
}
