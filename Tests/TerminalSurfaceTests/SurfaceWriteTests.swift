import TerminalSurface
import TestSupport
import Testing

@Suite struct SurfaceWriteTests {
  private func surface(_ text: String, at column: Int = 0, limit: Int? = nil) -> Surface {
    var surface = Surface(Size(columns: 6, rows: 1))
    surface.write(text, at: Point(column: column, row: 0), style: .plain, limit: limit)
    return surface
  }

  @Test func `text past the right edge is clipped`() {
    #expect(surface("abcd", at: 4).rows == ["    ab"])
  }

  @Test func `text before the left edge is clipped`() {
    #expect(surface("abcd", at: -2).rows == ["cd    "])
  }

  @Test func `a wide character is not halved by an edge`() {
    #expect(surface("日本語日", at: 1).rows == [" 日本 "])
    #expect(surface("日本", at: -1).rows == [" 本   "])
    #expect(surface("a日", limit: 2).rows == ["a     "])
  }

  @Test func `rows outside are dropped`() {
    var surface = Surface(Size(columns: 2, rows: 1))
    for row in [-1, 1] { surface.write("ab", at: Point(column: 0, row: row), style: .plain) }
    #expect(surface == Surface(Size(columns: 2, rows: 1)))
  }

  @Test(arguments: [(0, "x 本語"), (1, " x本語"), (2, "日x 語"), (5, "日本 x")])
  func `writing over half of a wide character blanks the other half`(column: Int, row: String) {
    var surface = surface("日本語")
    surface.write("x", at: Point(column: column, row: 0), style: .plain)
    #expect(surface.rows == [row])
  }

  @Test func `filling over half of a wide character blanks the other half`() {
    var surface = surface("日本語")
    surface.fill(Rect(column: 1, row: 0, columns: 2, rows: 1), style: .plain)
    #expect(surface.rows == ["    語"])
  }

  @Test func `a limit of nothing writes nothing`() {
    #expect(surface("abc", limit: 0) == Surface(Size(columns: 6, rows: 1)))
    #expect(surface("abc", limit: -3) == Surface(Size(columns: 6, rows: 1)))
  }

  @Test func `an empty surface takes everything and shows nothing`() {
    var surface = Surface(Size(columns: 0, rows: 0))
    surface.write("日本", at: Point(column: 0, row: 0), style: .plain)
    surface.drawBox(Rect(surface.size), style: .plain, title: "none")
    #expect(surface.cells.isEmpty)
  }

  @Test func `truncation keeps room for the ellipsis`() {
    #expect(TextWidth.truncated("abcdef", to: 4) == "abc…")
    #expect(TextWidth.truncated("abcd", to: 4) == "abcd")
    #expect(TextWidth.truncated("日本語", to: 4) == "日…")
    #expect(TextWidth.truncated("日本語", to: 6) == "日本語")
    #expect(TextWidth.truncated("abcdef", to: 2, ellipsis: "...") == "..")
    #expect(TextWidth.padded("日", to: 4) == "日  ")
  }

  @Test func `boxes, titles and styles look like this`() {
    var surface = Surface(Size(columns: 24, rows: 7))
    let red = Style(foreground: .rgb(0xFF0000), attributes: .bold)
    let blue = Style(foreground: .ansi(4), background: .indexed(200))
    let inside = surface.drawBox(
      Rect(surface.size), style: blue, title: "A title that is too long", titleStyle: red)
    surface.drawRule(in: Rect(surface.size), row: 2, style: blue)
    surface.write("日本 failed", at: Point(column: 1, row: 1), style: red, limit: inside.columns)
    surface.drawBox(
      Rect(column: 3, row: 3, columns: 8, rows: 3), style: .plain, title: "x", border: .ascii)
    expectGolden(surface, "boxes")
  }
}
