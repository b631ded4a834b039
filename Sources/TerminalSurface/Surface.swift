/// One character position of a screen.
package struct Cell: Sendable, Equatable {
  /// What stands here: one spacing character with its combining marks; empty in the right half
  /// of a wide character.
  package var text: String
  package var style: Style

  package init(_ text: String, _ style: Style) {
    self.text = text
    self.style = style
  }

  package static let blank = Cell(" ", .plain)
}

/// A grid of cells that views draw on; what falls outside is dropped.
package struct Surface: Sendable, Equatable {
  package let size: Size
  package private(set) var cells: [Cell]

  package init(_ size: Size, style: Style = .plain) {
    self.size = size
    cells = Array(repeating: Cell(" ", style), count: size.columns * size.rows)
  }

  package subscript(column: Int, row: Int) -> Cell {
    get { cells[row * size.columns + column] }
    set {
      guard column >= 0, column < size.columns, row >= 0, row < size.rows else { return }
      cells[row * size.columns + column] = newValue
    }
  }

  /// Gives every cell of a part this style and no text.
  package mutating func fill(_ rect: Rect, style: Style) {
    for row in max(0, rect.row)..<max(0, rect.row, min(rect.endRow, size.rows)) {
      for column in max(0, rect.column)..<max(0, rect.column, min(rect.endColumn, size.columns)) {
        put(Cell(" ", style), column: column, row: row)
      }
    }
  }

  /// Gives every cell of a part this style and leaves its text.
  package mutating func restyle(_ rect: Rect, style: Style) {
    for row in max(0, rect.row)..<max(0, rect.row, min(rect.endRow, size.rows)) {
      for column in max(0, rect.column)..<max(0, rect.column, min(rect.endColumn, size.columns)) {
        cells[row * size.columns + column].style = style
      }
    }
  }
}
