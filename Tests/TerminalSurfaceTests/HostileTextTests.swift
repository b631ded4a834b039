import TerminalSurface
import TestSupport
import Testing

@Suite struct HostileTextTests {
  private let place = Point(column: 0, row: 1)

  @Test(arguments: HostileText.samples)
  func `no way of writing lets it through`(sample: String) {
    var surface = Surface(Size(columns: 30, rows: 6))
    surface.write(sample, at: Point(column: 0, row: 0), style: .plain)
    surface.write([StyledRun(sample, .plain)], at: place)
    surface.write(AnsiText.parse(sample, base: .plain), at: Point(column: 0, row: 2))
    surface.write(
      TextWidth.truncated(sample, to: 9), at: Point(column: 0, row: 3), style: .plain)
    surface.drawBox(
      Rect(column: 0, row: 4, columns: 30, rows: 2), style: .plain, title: sample)
    for row in surface.rows { #expect(HostileText.isHarmless(row)) }
    for cell in surface.cells { #expect(cell.text.unicodeScalars.count <= 4) }
  }

  @Test(arguments: HostileText.samples)
  func `what is made visible stays as it is`(sample: String) {
    let visible = Sanitizer.visible(sample)
    #expect(HostileText.isHarmless(visible))
    #expect(Sanitizer.visible(visible) == visible)
    #expect(TextWidth.columns(of: visible) == TextWidth.columns(of: sample))
    #expect(AnsiText.parse(sample, base: .plain).allSatisfy { HostileText.isHarmless($0.text) })
  }

  @Test(arguments: HostileText.samples, 0...12)
  func `it is never cut wider than asked`(sample: String, columns: Int) {
    #expect(TextWidth.columns(of: TextWidth.truncated(sample, to: columns)) <= columns)
    var surface = Surface(Size(columns: 20, rows: 1), style: Style(attributes: .dim))
    let used = surface.write(
      sample, at: Point(column: 2, row: 0), style: .plain, limit: columns)
    #expect(used <= columns)
    #expect(surface[1, 0] == Cell(" ", Style(attributes: .dim)))
    #expect(surface[2 + columns, 0] == Cell(" ", Style(attributes: .dim)))
  }

  @Test(arguments: [
    ("\u{1B}[2J", "^[[2J"), ("\u{9B}2J", "\\x9b2J"), ("\u{7F}\u{0}", "^?^@"),
    ("\u{202E}abc", "\\u202eabc"), ("a\u{200B}b", "ab"), ("🇩🇪", "DE"), ("👨‍👩‍👧!", "👨!"),
    ("one\r\ntwo", "one two"), ("a\tb", "a b"), ("ok ✓", "ok ✓"),
  ])
  func `controls are shown and the invisible is dropped`(text: String, visible: String) {
    #expect(Sanitizer.visible(text) == visible)
  }
}
