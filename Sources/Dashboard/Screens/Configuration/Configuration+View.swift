import TerminalSurface
import Theming

extension Configuration {
  /// As large as the screen lets it be: a configuration is long.
  static func frame(_ size: Size) -> DialogFrame {
    DialogFrame(size: size, columns: min(100, size.columns - 8), rows: size.rows - 7)
  }

  static func draw(_ painter: inout Painter, _ view: State, _ state: Dashboard.State) {
    let frame = frame(painter.surface.size)
    let name = state.facts.name(of: view.build)
    let title =
      view.source == .build
      ? "bitrise.yml that \(name) ran"
      : "bitrise.yml of the next build of \(state.facts.build(view.build)?.appTitle ?? name)"
    painter.dialog(frame, title: title)
    let content = frame.content
    switch view.content {
    case .loading:
      painter.absence(
        [("Loading the configuration \(state.glyphs.ellipsis)", .muted)], in: content)
    case .refused(let sentence):
      painter.absence(
        Absence.refused("The configuration cannot be shown.", sentence, state.keymap), in: content)
    case .loaded([]):
      painter.absence(
        [("It is empty.", .overlayTitle), (alternative(view, state), .muted)], in: content)
    case .loaded(let lines):
      var highlight = YAMLHighlight()
      for line in lines.prefix(view.top) { _ = highlight.pieces(of: line) }
      for (offset, line) in lines.dropFirst(view.top).prefix(content.rows).enumerated() {
        var at = Point(column: content.column, row: content.row + offset)
        for (text, role) in highlight.pieces(of: line) {
          at.column += painter.text(
            text, role, at: at, columns: content.endColumn - at.column, on: .overlay)
        }
      }
      guard frame.isFramed, lines.count > content.rows else { return }
      let end = min(lines.count, view.top + content.rows)
      painter.text(
        " \(end)/\(lines.count) ", .overlayBorder, endingAt: frame.rect.endColumn - 2,
        row: frame.rect.endRow - 1, on: .overlay)
    }
  }

  /// Where the other of the two configurations stands.
  private static func alternative(_ view: State, _ state: Dashboard.State) -> String {
    let key = state.keymap.name(of: .nextPane)
    return view.source == .build
      ? "\(key) shows the one of the next build." : "\(key) shows the one that the build ran."
  }
}
