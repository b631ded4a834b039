extension Surface {
  /// Writes one line of text and answers how many columns it took.
  ///
  /// What does not fit the surface or the limit is cut off; where the edge would halve a wide
  /// character, a space stands instead. Text is made harmless on the way (see ``Sanitizer``).
  @discardableResult
  package mutating func write(
    _ text: String, at point: Point, style: Style, limit: Int? = nil
  ) -> Int {
    var column = point.column
    let end = end(from: point, limit: limit)
    guard point.row >= 0, point.row < size.rows, column >= 0 else {
      return writeGlyphs(text, at: point, style: style, end: end)
    }
    let isWhole = text.utf8.withContiguousStorageIfAvailable { bytes -> Bool in
      let count = TextWidth.simpleCount(bytes)
      let shown = max(0, min(count, end - column))
      overwrite(point.row, column..<column + shown) { Cell(ascii: bytes[$0], style) }
      column += shown
      return count == bytes.count
    }
    guard isWhole != true, column < end else { return column - point.column }
    // Glyphs of all kinds begin where the simple ones end.
    let rest = text.utf8.dropFirst(column - point.column)
    let start = Point(column: column, row: point.row)
    return column - point.column
      + writeGlyphs(String(decoding: rest, as: UTF8.self), at: start, style: style, end: end)
  }

  private mutating func writeGlyphs(
    _ text: String, at point: Point, style: Style, end: Int
  ) -> Int {
    var column = point.column
    if TextWidth.columnsIfPlain(text) != nil {
      for scalar in text.unicodeScalars {
        guard column < end else { break }
        put(Cell(scalar, style), column: column, row: point.row)
        column += 1
      }
      return column - point.column
    }
    for glyph in Glyphs(text) {
      guard column < end else { break }
      column = put(glyph, column: column, row: point.row, style: style, end: end)
    }
    return column - point.column
  }

  /// Writes runs of text one after the other, each in its own style.
  @discardableResult
  package mutating func write(
    _ runs: [StyledRun], at point: Point, limit: Int? = nil
  ) -> Int {
    let end = end(from: point, limit: limit)
    var column = point.column
    for run in runs where column < end {
      column += write(
        run.text, at: Point(column: column, row: point.row), style: run.style,
        limit: end - column)
    }
    return column - point.column
  }

  private func end(from point: Point, limit: Int?) -> Int {
    guard let limit else { return max(point.column, size.columns) }
    return max(point.column, min(size.columns, point.column + max(0, limit)))
  }

  /// Places a glyph and answers the column behind it.
  private mutating func put(
    _ glyph: Glyph, column: Int, row: Int, style: Style, end: Int
  ) -> Int {
    let next = column + glyph.columns
    guard next <= end, column >= 0 else {
      for half in column..<min(next, end) { put(Cell(" ", style), column: half, row: row) }
      return min(next, end)
    }
    put(Cell(glyph.text, style), column: column, row: row)
    if glyph.columns == 2 { put(Cell("", style), column: column + 1, row: row) }
    return next
  }

  /// Puts a cell so that no half of a wide character is left over beside it.
  mutating func put(_ cell: Cell, column: Int, row: Int) {
    guard column >= 0, column < size.columns, row >= 0, row < size.rows else { return }
    if self[column, row].isRightHalf, !cell.isRightHalf { blankBase(before: column, row: row) }
    self[column, row] = cell
    blankRest(after: column, row: row)
  }

  private mutating func blankBase(before column: Int, row: Int) {
    guard column > 0 else { return }
    self[column - 1, row].text = " "
  }

  private mutating func blankRest(after column: Int, row: Int) {
    let rest = column + 1
    guard rest < size.columns, self[rest, row].isRightHalf else { return }
    self[rest, row].text = " "
  }
}
