package import TerminalSurface

/// One pane's place on the screen.
package struct Panel: Sendable, Equatable {
  /// All of it, with its border or title line.
  package var frame: Rect
  /// What is left for what it shows.
  package var content: Rect
  /// With a border; without one only a title line is lost, and text can be selected cleanly.
  package var isFramed: Bool

  package init(_ frame: Rect, isFramed: Bool) {
    self.frame = frame
    self.isFramed = isFramed
    content =
      isFramed
      ? Rect(
        column: frame.column + 2, row: frame.row + 1, columns: frame.columns - 4,
        rows: frame.rows - 2)
      : frame.splitRows(at: 1).lower
  }
}

/// Which panes a state shows at a size, and where; both moving and drawing go by it.
package struct Layout: Sendable, Equatable {
  /// Smaller than this nothing useful fits.
  package static let least = Size(columns: 20, rows: 5)
  /// From here on the detail stands beside the list.
  package static let leastForSplit = Size(columns: 72, rows: 16)

  /// How the person has shared out the room between panes; nil where nobody has moved a border.
  package struct Shares: Sendable, Equatable {
    package var listColumns: Int?
    /// The rows of the build's summary and its steps.
    package var stepRows: Int?
  }

  package var list: Panel?
  /// What the build is, and its steps.
  package var steps: Panel?
  package var log: Panel?
  package var access: Panel?
  /// All windows, in place of the other panes.
  package var windows: Panel?
  /// The line for connection, notices and the next deadline; none on a very low screen.
  package var status: Rect?
  package var footer: Rect
  /// Two lines above everything, while the service cannot be reached.
  package var banner: Rect?
  /// How many rows of the steps pane tell about the build itself.
  package var summaryRows: Int { detail.summary }
  private(set) var detail = DetailRows()

  /// How the build's summary and its steps share the room that the log leaves them.
  struct DetailRows: Sendable, Equatable {
    var summary = 0
    var all = 0
  }

  package var isTooSmall: Bool {
    footer.columns < Self.least.columns || footer.endRow < Self.least.rows
  }

  /// The pane of the way in covers all others.
  package var isAccessAlone: Bool { access != nil && list == nil && steps == nil && log == nil }

  package init(_ state: Dashboard.State, size: Size) {
    let rows = Rect(size).splitRows(at: size.rows - 1)
    footer = rows.lower
    var body = rows.upper
    if size.rows >= 8 {
      let split = body.splitRows(at: body.rows - 1)
      status = split.lower
      body = split.upper
    }
    if state.facts.connection.isLost, body.rows >= 8 {
      let split = body.splitRows(at: 2)
      banner = split.upper
      body = split.lower
    }
    if state.windowList != nil {
      windows = Panel(body, isFramed: body.columns >= 48 && body.rows >= 12)
      return
    }
    let fits =
      size.columns >= Self.leastForSplit.columns && size.rows >= Self.leastForSplit.rows
    if fits && !state.isZoomed { split(body, state) } else { stack(body, state) }
  }

  /// One thing at a time: the pane of the way in, or what has the keys.
  private mutating func stack(_ body: Rect, _ state: Dashboard.State) {
    if state.pane != nil {
      access = Panel(body, isFramed: false)
      return
    }
    switch state.focus {
    case .list: list = Panel(body, isFramed: false)
    case .steps where state.builds.selected == nil: list = Panel(body, isFramed: false)
    case .log: log = Panel(body, isFramed: false)
    case .steps:
      let content = Panel(body, isFramed: false).content
      detail = Self.detail(state, in: content, leastLog: 3)
      let halves = body.splitRows(at: 1 + detail.all)
      steps = Panel(halves.upper, isFramed: false)
      log = Panel(halves.lower, isFramed: false)
    }
  }

  private mutating func split(_ body: Rect, _ state: Dashboard.State) {
    var upper = body
    if state.pane != nil {
      let content = Panel(body, isFramed: true).content
      let lines = AccessPane.lines(state, columns: content.columns, isFramed: true).count
      let halves = body.splitRows(at: body.rows - min(lines + 2, body.rows - 9))
      upper = halves.upper
      access = Panel(halves.lower, isFramed: true)
    }
    let listColumns =
      state.shares.listColumns.map { max(24, min($0, upper.columns - 30)) }
      ?? min(64, max(34, upper.columns * 2 / 5))
    let halves = upper.splitColumns(at: listColumns)
    list = Panel(halves.left, isFramed: true)
    guard state.builds.selected != nil else {
      steps = Panel(halves.right, isFramed: true)
      return
    }
    let content = Panel(halves.right, isFramed: true).content
    detail = Self.detail(state, in: content, leastLog: 4)
    // The lower edge of the steps is the upper edge of the log.
    let edge = min(detail.all + 1, halves.right.rows - 2)
    steps = Panel(halves.right.splitRows(at: edge + 1).upper, isFramed: true)
    log = Panel(halves.right.splitRows(at: edge).lower, isFramed: true)
  }

  /// How many rows the build's summary and its steps get of a content that a log shares.
  private static func detail(
    _ state: Dashboard.State, in content: Rect, leastLog: Int
  ) -> DetailRows {
    if state.isPassing, let shown = state.unseen.detail { return shown }
    let room = max(1, content.rows - 1 - leastLog)
    let steps = BuildDetail.entries(state).count
    var rows = DetailRows()
    let summary = BuildDetail.summaryRows(state, columns: content.columns)
    rows.summary = min(summary, max(1, room - min(steps, 3)))
    if let wanted = state.shares.stepRows {
      rows.summary = min(rows.summary, max(1, wanted - min(steps, 1)))
      rows.all = min(max(rows.summary + min(steps, 1), wanted), room)
    } else {
      rows.all = min(
        rows.summary + steps, max(rows.summary + min(steps, 3), room * 2 / 3), room)
    }
    return rows
  }
}
