import BuildModel
import TerminalSurface
import Theming

extension Artifacts {
  static func draw(_ painter: inout Painter, _ view: State, _ state: Dashboard.State) {
    let size = painter.surface.size
    let files: [Artifact] = if case .loaded(let files) = view.files { files } else { [] }
    let frame = DialogFrame(
      size: size, columns: min(76, size.columns - 8),
      rows: max(2, min(files.count, size.rows - 9)) + 2)
    painter.dialog(frame, title: "Files that \(state.facts.name(of: view.build)) left")
    let parts = frame.content.splitRows(at: frame.content.rows - 2)
    drawTransfer(&painter, view, in: parts.lower)
    guard !files.isEmpty else {
      let (sentence, role) = absence(view.files, state)
      for (offset, line) in Wrap.words(sentence, columns: frame.content.columns).enumerated()
        .prefix(parts.upper.rows)
      {
        painter.text(
          line, role, at: Point(column: parts.upper.column, row: parts.upper.row + offset),
          columns: parts.upper.columns, on: .overlay)
      }
      return
    }
    let top = ScrollWindow.top(
      from: 0, showing: view.chosen, of: files.count, rows: parts.upper.rows)
    for (offset, file) in files.dropFirst(top).prefix(parts.upper.rows).enumerated() {
      let row = parts.upper.row + offset
      let ground: ThemeRole = top + offset == view.chosen ? .selection : .overlay
      painter.surface.fill(
        Rect(
          column: frame.content.column - 1, row: row, columns: frame.content.columns + 2, rows: 1),
        style: painter.theme[ground])
      let bytes = SizeWords.text(file.byteCount)
      painter.text(bytes, .muted, endingAt: frame.content.endColumn, row: row, on: ground)
      painter.text(
        file.title, ground, at: Point(column: frame.content.column, row: row),
        columns: frame.content.columns - TextWidth.columns(of: bytes) - 2, on: ground)
    }
  }

  private static func absence(_ files: Files, _ state: Dashboard.State) -> (String, ThemeRole) {
    switch files {
    case .loading: ("Loading the list of files \u{2026}", .muted)
    case .refused(let sentence): (sentence, .error)
    case .loaded:
      (
        "It left none. What a step puts into $BITRISE_DEPLOY_DIR is kept and stands here.", .muted
      )
    }
  }

  /// How far a file has come: a bar, a share, and both amounts.
  private static func drawTransfer(_ painter: inout Painter, _ view: State, in rect: Rect) {
    guard let transfer = view.transfer, rect.rows > 0 else { return }
    let (bytes, all) = (transfer.bytes, max(1, transfer.artifact.byteCount))
    let share = min(1, Double(bytes) / Double(all))
    let words =
      "\(Int(share * 100))%  \(SizeWords.text(bytes)) of \(SizeWords.text(all))"
    let room = max(0, rect.columns - TextWidth.columns(of: words) - 2)
    let full = Int(share * Double(room))
    let row = rect.endRow - 1
    let bar =
      String(repeating: painter.glyphs.barFull, count: full)
      + String(repeating: painter.glyphs.barEmpty, count: room - full)
    painter.text(
      bar, .accent, at: Point(column: rect.column, row: row), columns: room, on: .overlay)
    painter.text(words, .overlay, endingAt: rect.endColumn, row: row, on: .overlay)
  }
}
