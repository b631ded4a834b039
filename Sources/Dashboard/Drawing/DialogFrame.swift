import TerminalSurface

/// Where a dialogue stands: in the middle, no larger than it must be.
struct DialogFrame: Equatable {
  var rect: Rect
  /// On a small screen the border goes, so that the words stay; the line that says how old things
  /// are, and what just happened, stays in any case where there is one.
  var isFramed: Bool

  init(size: Size, columns: Int, rows: Int) {
    isFramed = size.columns >= 48 && size.rows >= 12
    let wanted = isFramed ? (columns + 6, rows + 4) : (size.columns, size.rows)
    let (width, height) = (
      min(wanted.0, size.columns), min(wanted.1, size.rows - (size.rows >= 8 ? 2 : 1))
    )
    rect = Rect(
      column: (size.columns - width) / 2, row: max(0, (size.rows - 1 - height) / 2),
      columns: width, rows: height)
  }

  var content: Rect {
    guard !isFramed else { return rect.inset(columns: 3, rows: 2) }
    return rect.inset(columns: 1, rows: 0).splitRows(at: titleRows).lower
  }
  /// Without a border the title has a line of its own, where one can be spared.
  fileprivate var titleRows: Int { isFramed || rect.rows < 7 ? 0 : 1 }
  var contentRows: Int { content.rows }
}

extension Painter {
  mutating func dialog(_ frame: DialogFrame, title: String) {
    surface.fill(frame.rect, style: theme[.overlay])
    if frame.titleRows > 0 {
      text(
        title, .overlayTitle, at: Point(column: frame.rect.column + 1, row: frame.rect.row),
        columns: frame.rect.columns - 2, on: .overlay)
    }
    guard frame.isFramed else { return }
    surface.drawBox(
      frame.rect, style: theme.style(.overlayBorder, on: .overlay), title: title,
      titleStyle: theme.style(.overlayTitle, on: .overlay), border: glyphs.border)
  }
}
