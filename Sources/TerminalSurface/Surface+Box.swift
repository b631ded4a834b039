/// The characters that draw boxes and rules.
package struct BorderSet: Sendable, Equatable {
  package let horizontal: String
  package let vertical: String
  package let upperLeft: String
  package let upperRight: String
  package let lowerLeft: String
  package let lowerRight: String
  package let leftTee: String
  package let rightTee: String

  package static let unicode = BorderSet(
    horizontal: "─", vertical: "│", upperLeft: "┌", upperRight: "┐", lowerLeft: "└",
    lowerRight: "┘", leftTee: "├", rightTee: "┤")
  package static let ascii = BorderSet(
    horizontal: "-", vertical: "|", upperLeft: "+", upperRight: "+", lowerLeft: "+",
    lowerRight: "+", leftTee: "+", rightTee: "+")
}

extension Surface {
  /// Draws a border around a part, with a title in its upper edge, and answers the part inside.
  @discardableResult
  package mutating func drawBox(
    _ rect: Rect, style: Style, title: String? = nil, titleStyle: Style? = nil,
    border: BorderSet = .unicode
  ) -> Rect {
    guard rect.columns >= 2, rect.rows >= 2 else { return rect.inset(by: 1) }
    let right = rect.endColumn - 1
    let bottom = rect.endRow - 1
    // Each part of a border is one cell by its definition, so it need not be taken for text.
    let (edge, side) = (Cell(border.horizontal, style), Cell(border.vertical, style))
    for (row, left, end) in [
      (rect.row, border.upperLeft, border.upperRight),
      (bottom, border.lowerLeft, border.lowerRight),
    ] {
      put(Cell(left, style), column: rect.column, row: row)
      for column in rect.column + 1..<right { put(edge, column: column, row: row) }
      put(Cell(end, style), column: right, row: row)
    }
    for row in rect.row + 1..<bottom {
      put(side, column: rect.column, row: row)
      put(side, column: right, row: row)
    }
    if let title, rect.columns >= 7 {
      write(
        " \(TextWidth.truncated(title, to: rect.columns - 6)) ",
        at: Point(column: rect.column + 2, row: rect.row), style: titleStyle ?? style,
        limit: rect.columns - 4)
    }
    return rect.inset(by: 1)
  }

  /// Draws a horizontal rule across a part's given row, joined to the border on both sides.
  package mutating func drawRule(
    in rect: Rect, row: Int, style: Style, border: BorderSet = .unicode
  ) {
    guard rect.columns >= 2 else { return }
    let edge = String(repeating: border.horizontal, count: rect.columns - 2)
    write(
      border.leftTee + edge + border.rightTee, at: Point(column: rect.column, row: row),
      style: style)
  }
}
