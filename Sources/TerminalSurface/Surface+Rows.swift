extension Surface {
  /// The text of each row, with the spaces at its end.
  package var rows: [String] {
    (0..<size.rows).map { row in
      cells[row * size.columns..<(row + 1) * size.columns].reduce(into: "") { $0 += $1.text }
    }
  }
}
