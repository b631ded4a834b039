import Testing

@testable import TerminalSurface

struct CellTests {
  @Test(arguments: ["a", " ", "", "é", "日", "e\u{301}", "🦊", "\u{1F98A}\u{301}\u{302}\u{303}"])
  func `a cell gives back what was put into it`(text: String) {
    var scalars: [UInt32] = []
    let cell = Cell(text, .plain)
    cell.forEachScalar { scalars.append($0) }
    #expect(cell.text.unicodeScalars.elementsEqual(text.unicodeScalars))
    #expect(scalars == text.unicodeScalars.map(\.value))
    #expect(cell.isRightHalf == text.isEmpty)
    #expect(cell.isSpace == (text == " "))
  }

  @Test(arguments: ["\0", String(repeating: "a", count: 17)])
  func `what is no character shows as a question mark`(text: String) {
    #expect(Cell(text, .plain).text == "?")
  }

  @Test(arguments: ["…", "✓", "é", "─", "a"] as [Unicode.Scalar])
  func `a scalar makes the same cell as its text`(scalar: Unicode.Scalar) {
    #expect(Cell(scalar, .plain) == Cell(String(scalar), .plain))
  }

  @Test func `changes are found within the columns that are asked for`() {
    var new = Surface(Size(columns: 10, rows: 2))
    let old = new
    #expect(new.changes(inRow: 0, 0..<10, since: old) == nil)
    new.write("xyz", at: Point(column: 3, row: 0), style: .plain)
    #expect(new.changes(inRow: 0, 0..<10, since: old) == 3..<6)
    #expect(new.changes(inRow: 0, 4..<5, since: old) == 4..<5)
    #expect(new.changes(inRow: 1, 0..<10, since: old) == nil)
    var copy = old
    copy.take(Rect(column: 4, row: 0, columns: 9, rows: 9), from: new)
    #expect(copy.rows[0] == "    yz    ")
  }

  @Test func `text whose last letter has a mark is cut where columns end`() {
    var surface = Surface(Size(columns: 6, rows: 1))
    #expect(surface.write("abe\u{301}f", at: Point(column: 1, row: 0), style: .plain) == 4)
    #expect(surface[3, 0].text == "e\u{301}")
  }
}
