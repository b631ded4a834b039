import TerminalSurface

/// Rows of text in columns, wide enough for their longest entry.
struct TextTable {
  private var rows: [[String]]

  init(_ heading: [String]) { rows = [heading] }

  mutating func add(_ row: [String]) { rows.append(row.map(Sanitizer.visible)) }

  var lines: [String] {
    let widths = (rows.first ?? []).indices.map { column in
      rows.map { TextWidth.columns(of: $0[column]) }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, text) in row.enumerated() {
        line += text
        guard column < row.count - 1 else { break }
        line += String(repeating: " ", count: widths[column] - TextWidth.columns(of: text) + 2)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
