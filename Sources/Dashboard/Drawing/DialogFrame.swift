import TerminalSurface

/// Where a dialogue stands: in the middle, no larger than it must be.
struct DialogFrame: Equatable {
  var rect: Rect
  /// On a small screen the border goes, so that the words stay.
  var isFramed: Bool

  init(size: Size, columns: Int, rows: Int) {
    isFramed = size.columns >= 48 && size.rows >= 12
    let wanted = isFramed ? (columns + 6, rows + 4) : (size.columns, size.rows)
    let (width, height) = (
      min(wanted.0, size.columns), min(wanted.1, size.rows - (isFramed ? 2 : 1))
    )
    rect = Rect(
      column: (size.columns - width) / 2, row: max(0, (size.rows - 1 - height) / 2),
      columns: width, rows: height)
  }

  var content: Rect { isFramed ? rect.inset(columns: 3, rows: 2) : rect.inset(columns: 1, rows: 0) }
  var contentRows: Int { content.rows }
}

extension Painter {
  mutating func dialog(_ frame: DialogFrame, title: String) {
    surface.fill(frame.rect, style: theme[.overlay])
    guard frame.isFramed else { return }
    surface.drawBox(
      frame.rect, style: theme.style(.overlayBorder, on: .overlay), title: title,
      titleStyle: theme.style(.overlayTitle, on: .overlay), border: glyphs.border)
  }
}
