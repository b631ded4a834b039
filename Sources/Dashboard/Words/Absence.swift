import TerminalSurface
import Theming

/// What stands in place of something that the service did not tell.
enum Absence {
  /// What is missing, why, and the key that asks for it again.
  ///
  /// - Parameter ground: what the sentence stands on, a dialogue unless said otherwise.
  static func refused(
    _ headline: String, _ sentence: String, _ keymap: Keymap, on ground: ThemeRole = .overlay
  ) -> [(String, ThemeRole)] {
    let again = keymap.keys(for: .reload).first.map {
      [("\($0.label) asks again.", ThemeRole.muted)]
    }
    return [(headline, .error), (sentence, ground)] + (again ?? [])
  }

  /// The lines that such sentences make at a width, broken between words.
  static func lines(
    _ paragraphs: [(String, ThemeRole)], columns: Int
  ) -> [(String, ThemeRole)] {
    paragraphs.flatMap { text, role in Wrap.words(text, columns: columns).map { ($0, role) } }
  }
}

extension Painter {
  /// Writes such sentences on a dialogue, from the top of a part of it.
  mutating func absence(_ paragraphs: [(String, ThemeRole)], in rect: Rect) {
    let lines = Absence.lines(paragraphs, columns: rect.columns).prefix(rect.rows)
    for (offset, (line, role)) in lines.enumerated() {
      text(
        line, role, at: Point(column: rect.column, row: rect.row + offset), columns: rect.columns,
        on: .overlay)
    }
  }
}
