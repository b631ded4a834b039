import Testing

@testable import TerminalSurface

@Suite struct TextWidthTests {
  @Test func `scalars that need not be looked up are what looking up would say`() {
    let plain = (0x80...0x2FFF).compactMap(Unicode.Scalar.init).filter(Glyphs.isPlain)
    #expect(plain.count > 500)
    for scalar in plain { #expect(ScalarKind(scalar) == .spacing(1), "\(scalar.value)") }
  }

  @Test(arguments: [
    ("", 0), ("abc", 3), ("日本", 4), ("e\u{301}", 1), ("👨‍👩‍👧", 2), ("👍🏽", 2), ("🇩🇪", 2), ("❤️", 1),
    ("1️⃣", 1), ("✓", 1), ("한글", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("कि", 2), ("का", 2),
    ("a\u{200B}b", 2), ("\u{1B}[1m", 5), ("\u{9B}", 4), ("\u{202E}x", 7), ("\r\n", 1), ("\t", 1),
    ("\u{301}", 1),
  ])
  func `columns are those that a surface uses`(text: String, columns: Int) {
    var surface = Surface(Size(columns: 20, rows: 1))
    let used = surface.write(text, at: Point(column: 0, row: 0), style: .plain)
    #expect(TextWidth.columns(of: text) == columns)
    #expect(used == columns)
  }
}
