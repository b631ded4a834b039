import TerminalSurface
import Theming

extension QuitNotice {
  static func draw(_ painter: inout Painter, _ state: Dashboard.State) {
    let size = painter.surface.size
    let columns = min(66, size.columns - (size.columns >= 48 ? 8 : 2))
    let windows = lines(state.facts).flatMap { Wrap.words($0, columns: columns) }
    let more = Wrap.words(
      "They stay open; \(state.facts.connection.name) keeps them. Come back with airlock.",
      columns: columns)
    let widest = (windows + more).map(TextWidth.columns(of:)).max() ?? 0
    let frame = DialogFrame(
      size: size, columns: max(widest, 30), rows: windows.count + more.count + 3)
    painter.dialog(frame, title: "Quit with open machines?")
    var at = Point(column: frame.content.column, row: frame.content.row)
    let room = max(0, frame.content.rows - more.count - 3)
    for line in windows.prefix(room) {
      painter.text(line, .overlay, at: at, columns: frame.content.columns, on: .overlay)
      at.row += 1
    }
    at.row += 1
    for line in more {
      painter.text(line, .muted, at: at, columns: frame.content.columns, on: .overlay)
      at.row += 1
    }
    at.row += 1
    painter.keys([("Enter", "quit"), ("Esc", "stay")], at: at, columns: frame.content.columns)
  }
}
