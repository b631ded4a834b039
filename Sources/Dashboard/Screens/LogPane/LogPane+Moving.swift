import TerminalSurface

extension LogPane {
  /// How far a step to the side goes.
  static let sideStep = 8

  /// Where the log's lines stand on the screen; nil while they are not shown.
  static func area(_ state: Dashboard.State) -> Rect? {
    let content = Layout(state, size: state.size).log?.content
    let area = content.map { textArea($0, state) }
    return area.flatMap { $0.rows > 0 && $0.columns > 0 ? $0 : nil }
  }

  static func viewport(_ state: Dashboard.State) -> LogViewport? {
    area(state).flatMap { LogViewport(state, columns: $0.columns, rows: $0.rows) }
  }

  /// Scrolls, or moves the end of what is selected.
  package static func move(_ state: inout Dashboard.State, _ motion: Motion) {
    guard let viewport = viewport(state) else { return }
    if state.detail.log.selection != nil {
      moveSelection(&state, motion, viewport)
    } else {
      state.detail.log.position = viewport.position(after: motion)
    }
  }

  /// Moves to the side; answers whether there was anything to move.
  static func moveAside(_ state: inout Dashboard.State, by step: Int) -> Bool {
    if var selection = state.detail.log.selection, selection.shape == .block {
      selection.cursorColumn = max(0, selection.cursorColumn + step.signum())
      if !selection.isFixed { selection.anchorColumn = selection.cursorColumn }
      state.detail.log.selection = selection
      showColumn(&state, selection.cursorColumn)
      return true
    }
    guard !state.detail.log.isWrapped, let viewport = viewport(state) else { return false }
    let column = state.detail.log.column
    if step < 0 {
      state.detail.log.column = max(0, column + step)
      return column > 0
    }
    guard widest(viewport) > column + viewport.columns else { return false }
    state.detail.log.column = column + step
    return true
  }

  private static func widest(_ viewport: LogViewport) -> Int {
    let text = viewport.sheet.log.text
    return viewport.visible.map { row in
      guard case .line(let index) = viewport.sheet[row.entry] else { return 0 }
      return AnsiText.parse(text.line(at: index), base: .plain).columns
    }.max() ?? 0
  }

  /// Scrolls to the side until a column of the text is on the screen.
  static func showColumn(_ state: inout Dashboard.State, _ column: Int) {
    guard !state.detail.log.isWrapped, let columns = area(state)?.columns else { return }
    let first = state.detail.log.column
    if column < first {
      state.detail.log.column = max(0, column - columns / 4)
    } else if column >= first + columns {
      state.detail.log.column = column - columns * 3 / 4
    }
  }

  /// Shows a line, with some before it unless it is on the screen already.
  static func show(_ state: inout Dashboard.State, _ place: LogPlace) {
    unfold(&state, place)
    if let viewport = viewport(state), viewport.sheet.holds(place) {
      let entry = viewport.sheet.number(of: place)
      if viewport.visible.contains(where: { $0.entry == entry && $0.row == 0 }) { return }
    }
    state.detail.log.position = .around(place)
  }

  // MARK: Selecting

  /// Puts a cursor on the first line on the screen, or on the match that was visited last; the
  /// second time the selection begins where the cursor is, the third time it is let go.
  static func select(_ state: inout Dashboard.State, _ shape: Selection.Shape) {
    if var selection = state.detail.log.selection {
      if selection.shape != shape {
        selection.shape = shape
      } else {
        selection.isFixed.toggle()
        if !selection.isFixed { selection.anchor = selection.cursor }
      }
      state.detail.log.selection = selection
      return
    }
    guard let viewport = viewport(state) else { return }
    let lines = viewport.visible.filter { row in
      guard case .line = viewport.sheet[row.entry] else { return false }
      return true
    }
    let places = lines.map { viewport.sheet.place(at: $0.entry) }
    let match = state.detail.log.searches[state.detail.log.lead]?.current
    guard let start = match.flatMap({ places.contains($0) ? $0 : nil }) ?? places.first else {
      return
    }
    var selection = Selection(shape: shape, anchor: start, cursor: start)
    selection.anchorColumn = state.detail.log.column
    selection.cursorColumn = state.detail.log.column
    state.detail.log.selection = selection
    // What is selected must not run away while the log grows.
    state.detail.log.position = viewport.position(at: viewport.top)
    if state.detail.log.position == .end {
      state.detail.log.position = .top(
        viewport.sheet.place(at: viewport.top.entry), row: viewport.top.row)
    }
  }

  private static func moveSelection(
    _ state: inout Dashboard.State, _ motion: Motion, _ viewport: LogViewport
  ) {
    guard let selection = state.detail.log.selection else { return }
    let sheet = viewport.sheet
    let from = sheet.number(of: selection.cursor)
    var target = motion.moved(from: from, in: 0..<sheet.count, page: viewport.rows)
    let step = target < from ? 1 : -1
    while (0..<sheet.count).contains(target), target != from {
      if case .line = sheet[target] { break }
      target += step
    }
    guard (0..<sheet.count).contains(target), case .line = sheet[target] else { return }
    state.detail.log.selection?.cursor = sheet.place(at: target)
    if !selection.isFixed { state.detail.log.selection?.anchor = sheet.place(at: target) }
    let visible = viewport.visible
    if target < (visible.first?.entry ?? 0) {
      state.detail.log.position = .top(sheet.place(at: target), row: 0)
    } else if target > (visible.last?.entry ?? 0) {
      let first = max(0, target - viewport.rows + 1)
      state.detail.log.position = .top(sheet.place(at: first), row: 0)
    }
  }
}
