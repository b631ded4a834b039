import BuildModel
import TerminalSurface
import Theming

extension Artifacts {
  static func draw(_ painter: inout Painter, _ view: State, _ state: Dashboard.State) {
    let size = painter.surface.size
    let files: [Artifact] = if case .loaded(let files) = view.files { files } else { [] }
    let columns = min(76, size.columns - 8)
    let absence = Absence.lines(absence(view.files, state), columns: columns)
    let frame = DialogFrame(
      size: size, columns: columns,
      rows: max(2, absence.count, min(files.count, size.rows - 9)) + 2)
    painter.dialog(frame, title: "Files that \(state.facts.name(of: view.build)) left")
    let parts = frame.content.splitRows(at: frame.content.rows - 2)
    drawTransfer(&painter, view, in: parts.lower)
    guard !files.isEmpty else {
      painter.absence(Self.absence(view.files, state), in: parts.upper)
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

  /// What stands in place of the list; nothing where there is one.
  private static func absence(_ files: Files, _ state: Dashboard.State) -> [(String, ThemeRole)] {
    switch files {
    case .loading: return [("Loading the list of files \(state.glyphs.ellipsis)", .muted)]
    case .refused(let sentence):
      return Absence.refused("The files cannot be shown.", sentence, state.keymap)
    case .loaded([]):
      return [
        ("It left none.", .overlayTitle),
        ("What a step puts into $BITRISE_DEPLOY_DIR is kept and stands here.", .muted),
      ]
    case .loaded: return []
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
