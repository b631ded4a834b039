import TerminalSurface
import Theming

extension Question {
  static func draw(_ painter: inout Painter, _ question: State, _ state: Dashboard.State) {
    guard let text = text(question, state.facts) else { return }
    let size = painter.surface.size
    let columns = min(64, size.columns - (size.columns >= 48 ? 8 : 2))
    let asked = Wrap.words(text.question, columns: columns)
    let told = text.consequences.flatMap { Wrap.words($0, columns: columns) }
    let widest = (asked + told).map(TextWidth.columns(of:)).max() ?? 0
    let frame = DialogFrame(
      size: size, columns: max(widest, 30), rows: asked.count + told.count + 3)
    painter.dialog(frame, title: text.title)
    var at = Point(column: frame.content.column, row: frame.content.row)
    for (lines, role) in [(asked, ThemeRole.overlayTitle), (told, .overlay)] {
      for line in lines {
        painter.text(line, role, at: at, columns: frame.content.columns, on: .overlay)
        at.row += 1
      }
      if role == .overlayTitle { at.row += 1 }
    }
    at.row += 1
    painter.keys(
      [("Enter", text.yes), ("Esc", text.no)]
        + (question.takesHold ? [("+ -", "stay longer")] : [])
        + (question.stacks(state.facts).isEmpty ? [] : [("t", "stack")]), at: at,
      columns: frame.content.columns)
  }
}

extension Painter {
  /// Writes keys and what they do on a dialogue.
  mutating func keys(_ keys: [(String, String)], at point: Point, columns: Int) {
    var at = point
    for (key, label) in keys {
      at.column += text(
        key, .key, at: at, columns: point.column + columns - at.column, on: .overlay)
      at.column += 1
      at.column += text(
        label, .keyLabel, at: at, columns: point.column + columns - at.column, on: .overlay)
      at.column += 3
    }
  }
}
