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
    let (first, end) = columns(of: rect)
    guard first < end else { return }
    for row in rows(of: rect) { fill(row, first..<end, with: Cell(" ", style)) }
  }

  /// Gives every cell of a part this style and leaves its text.
  package mutating func restyle(_ rect: Rect, style: Style) {
    let (first, end) = columns(of: rect)
    guard first < end else { return }
    for row in rows(of: rect) {
      for column in first..<end { cells[row * size.columns + column].style = style }
    }
  }

  /// Takes over a part of another surface of the same size.
  package mutating func take(_ rect: Rect, from other: Surface) {
    precondition(size == other.size, "only surfaces of one size can share a part")
    let (first, end) = columns(of: rect)
    guard first < end else { return }
    let rows = rows(of: rect)
    let columns = size.columns
    cells.withUnsafeMutableBufferPointer { new in
      other.cells.withUnsafeBufferPointer { old in
        for row in rows {
          for cell in row * columns + first..<row * columns + end { new[cell] = old[cell] }
        }
      }
    }
  }

  /// The columns among some of a row between which all lies that differs from another surface of
  /// the same size; nil where nothing does.
  package func changes(inRow row: Int, _ part: Range<Int>, since old: Surface) -> Range<Int>? {
    let start = row * size.columns
    return cells.withUnsafeBufferPointer { new in
      old.cells.withUnsafeBufferPointer { old in
        var first = part.lowerBound
        while first < part.upperBound, new[start + first] == old[start + first] { first += 1 }
        guard first < part.upperBound else { return nil }
        var end = part.upperBound
        while new[start + end - 1] == old[start + end - 1] { end -= 1 }
        return first..<end
      }
    }
  }

  /// Puts the same one-column cell into some columns of a row, which must be on the surface.
  mutating func fill(_ row: Int, _ columns: Range<Int>, with cell: Cell) {
    overwrite(row, columns) { _ in cell }
  }

  /// Puts one-column cells into some columns of a row, which must be on the surface, so that no
  /// half of a wide character is left over beside them.
  mutating func overwrite(_ row: Int, _ columns: Range<Int>, with cell: (Int) -> Cell) {
    guard !columns.isEmpty else { return }
    let (size, start) = (size, row * size.columns)
    cells.withUnsafeMutableBufferPointer { cells in
      if columns.lowerBound > 0, cells[start + columns.lowerBound].isRightHalf {
        cells[start + columns.lowerBound - 1].text = " "
      }
      for column in columns { cells[start + column] = cell(column - columns.lowerBound) }
      if columns.upperBound < size.columns, cells[start + columns.upperBound].isRightHalf {
        cells[start + columns.upperBound].text = " "
      }
    }
  }

  private func columns(of rect: Rect) -> (first: Int, end: Int) {
    (max(0, rect.column), min(rect.endColumn, size.columns))
  }

  private func rows(of rect: Rect) -> Range<Int> {
    let first = max(0, rect.row)
    return first..<max(first, min(rect.endRow, size.rows))
  }
}
