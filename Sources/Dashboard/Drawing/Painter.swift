package import TerminalSurface
package import Theming

/// Draws on a surface in the words of a theme.
package struct Painter {
  package var surface: Surface
  package let theme: Theme
  package let glyphs: GlyphSet

  package init(size: Size, theme: Theme, glyphs: GlyphSet) {
    surface = Surface(size, style: theme[.text])
    self.theme = theme
    self.glyphs = glyphs
  }

  package func style(_ role: ThemeRole, on ground: ThemeRole?) -> Style {
    // What is urgent shouts by its own ground, which it keeps wherever it stands.
    guard let ground, role != .clockUrgent else { return theme[role] }
    return theme.style(role, on: ground)
  }

  /// Writes a text, shortened to the columns there are, and answers how many it took.
  @discardableResult
  package mutating func text(
    _ text: String, _ role: ThemeRole, at point: Point, columns: Int, on ground: ThemeRole? = nil
  ) -> Int {
    surface.write(
      TextWidth.truncated(text, to: columns, ellipsis: glyphs.ellipsis), at: point,
      style: style(role, on: ground), limit: max(0, columns))
  }

  /// The same with some of its characters, counted from 0, standing out as found.
  @discardableResult
  package mutating func text(
    _ text: String, _ role: ThemeRole, at point: Point, columns: Int, on ground: ThemeRole?,
    marking marks: [Int]
  ) -> Int {
    guard !marks.isEmpty else {
      return self.text(text, role, at: point, columns: columns, on: ground)
    }
    let shown = TextWidth.truncated(text, to: columns, ellipsis: glyphs.ellipsis)
    let whole = shown == text ? text.count : max(0, shown.count - glyphs.ellipsis.count)
    let marked = Set(marks.filter { $0 < whole })
    let plain = style(role, on: ground)
    let runs = shown.enumerated().map { offset, character in
      StyledRun(String(character), marked.contains(offset) ? theme[.match] : plain)
    }
    return surface.write(runs, at: point, limit: max(0, columns))
  }

  /// Writes a text so that it ends at a column.
  package mutating func text(
    _ text: String, _ role: ThemeRole, endingAt column: Int, row: Int, on ground: ThemeRole? = nil
  ) {
    let start = Point(column: column - TextWidth.columns(of: text), row: row)
    surface.write(text, at: start, style: style(role, on: ground))
  }

  /// Writes sentences in the middle of a part, broken between words.
  package mutating func centered(_ paragraphs: [(String, ThemeRole)], in rect: Rect) {
    let lines = paragraphs.flatMap { text, role in
      Wrap.words(text, columns: min(rect.columns, 60)).map { ($0, role) }
    }
    let first = rect.row + max(0, (rect.rows - lines.count) / 2)
    for (index, (line, role)) in lines.prefix(rect.rows).enumerated() {
      let margin = max(0, (rect.columns - TextWidth.columns(of: line)) / 2)
      text(
        line, role, at: Point(column: rect.column + margin, row: first + index),
        columns: rect.columns)
    }
  }

  /// Draws the border of a pane that can have the keys.
  package mutating func panel(
    _ panel: Panel, title: String, isFocused: Bool, note: String? = nil
  ) {
    self.panel(
      panel, title: title, titleRole: isFocused ? .title : .muted,
      edge: isFocused ? .borderFocused : .border, note: note, noteRole: .muted)
  }

  /// Draws a pane's border, or its title line where it has none, with a note at its right end.
  package mutating func panel(
    _ panel: Panel, title: String, titleRole: ThemeRole, edge: ThemeRole, note: String?,
    noteRole: ThemeRole
  ) {
    let frame = panel.frame
    guard frame.rows > 0, frame.columns > 0 else { return }
    if panel.isFramed {
      surface.drawBox(frame, style: theme[edge], border: glyphs.border)
    } else {
      let rule = String(repeating: glyphs.border.horizontal, count: frame.columns)
      surface.write(rule, at: Point(column: frame.column, row: frame.row), style: theme[edge])
    }
    let inset = panel.isFramed ? 1 : 0
    let end = frame.endColumn - inset - 1
    var room = frame.columns - 2 * inset - 2
    if let note {
      let shown = TextWidth.truncated(note, to: max(0, room - 6), ellipsis: glyphs.ellipsis)
      if !shown.isEmpty {
        text(" \(shown) ", noteRole, endingAt: end, row: frame.row)
        room -= TextWidth.columns(of: shown) + 3
      }
    }
    let shown = TextWidth.truncated(title, to: max(0, room - 2), ellipsis: glyphs.ellipsis)
    guard !shown.isEmpty else { return }
    surface.write(
      " \(shown) ", at: Point(column: frame.column + inset + 1, row: frame.row),
      style: theme[titleRole])
  }
}
