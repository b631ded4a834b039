/// How many columns and rows something has.
package struct Size: Sendable, Equatable, Hashable {
  package var columns: Int
  package var rows: Int

  package init(columns: Int, rows: Int) {
    precondition(columns >= 0 && rows >= 0, "a size cannot be negative")
    self.columns = columns
    self.rows = rows
  }
}

/// A place on a surface, counted from its upper left corner.
package struct Point: Sendable, Equatable, Hashable {
  package var column: Int
  package var row: Int

  package init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }
}

/// A part of a surface; never of negative size.
package struct Rect: Sendable, Equatable, Hashable {
  package var column: Int
  package var row: Int
  package var columns: Int
  package var rows: Int

  package init(column: Int, row: Int, columns: Int, rows: Int) {
    self.column = column
    self.row = row
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }

  package init(_ size: Size) {
    self.init(column: 0, row: 0, columns: size.columns, rows: size.rows)
  }

  package var size: Size { Size(columns: columns, rows: rows) }
  package var origin: Point { Point(column: column, row: row) }
  package var endColumn: Int { column + columns }
  package var endRow: Int { row + rows }

  package func contains(_ point: Point) -> Bool {
    point.column >= column && point.column < endColumn && point.row >= row && point.row < endRow
  }

  /// What is left after taking this much off each side.
  package func inset(by margin: Int) -> Rect { inset(columns: margin, rows: margin) }

  package func inset(columns: Int, rows: Int) -> Rect {
    Rect(
      column: column + columns, row: row + rows, columns: self.columns - 2 * columns,
      rows: self.rows - 2 * rows)
  }

  /// Cuts off the upper rows.
  package func splitRows(at count: Int) -> (upper: Rect, lower: Rect) {
    let upper = min(max(0, count), rows)
    return (
      Rect(column: column, row: row, columns: columns, rows: upper),
      Rect(column: column, row: row + upper, columns: columns, rows: rows - upper)
    )
  }

  /// Cuts off the left columns.
  package func splitColumns(at count: Int) -> (left: Rect, right: Rect) {
    let left = min(max(0, count), columns)
    return (
      Rect(column: column, row: row, columns: left, rows: rows),
      Rect(column: column + left, row: row, columns: columns - left, rows: rows)
    )
  }
}
