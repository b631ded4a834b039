import TerminalSurface
import Testing

@Suite struct StyledRunTests {
  private static let red = Style(foreground: .ansi(1))
  private static let mark = Style(attributes: .reverse)

  private func runs(_ texts: String...) -> [StyledRun] {
    texts.enumerated().map { StyledRun($1, $0 % 2 == 0 ? .plain : Self.red) }
  }

  @Test(arguments: [
    (0, 4, ["abcd"]), (2, 4, ["cd", "ef"]), (5, 9, ["f", "gh"]), (9, 3, []), (0, 0, []),
  ])
  func `columns are cut out of runs`(first: Int, columns: Int, expected: [String]) {
    #expect(runs("abcd", "ef", "gh").cells(from: first, columns: columns).map(\.text) == expected)
  }

  @Test(arguments: [
    (0, 3, "a日"), (0, 2, "a "), (1, 2, "日"), (2, 2, "  "), (2, 3, " 本"),
  ])
  func `half a wide character is a space`(first: Int, columns: Int, expected: String) {
    #expect(runs("a日本").cells(from: first, columns: columns).plainText == expected)
  }

  @Test(arguments: [
    ("abcdefgh", 4, [0, 4]), ("abcde", 4, [0, 4]), ("", 4, [0]), ("日本語", 4, [0, 4]),
    ("a日本語", 4, [0, 3]), ("日本語", 1, [0, 2, 4]),
  ])
  func `a long line begins new rows between characters`(
    text: String, columns: Int, starts: [Int]
  ) {
    #expect(runs(text).rowStarts(columns: columns) == starts)
  }

  @Test func `what was found stands out over the ends of runs`() {
    let shown = runs("abc", "déf").highlighted([1..<2, 2..<6], style: Self.mark)
    #expect(
      shown == [
        StyledRun("a", .plain), StyledRun("b", Self.mark), StyledRun("c", Self.mark),
        StyledRun("dé", Self.mark), StyledRun("f", Self.red),
      ])
    #expect(runs("abc").highlighted([], style: Self.mark) == runs("abc"))
  }

  @Test(arguments: [
    (
      "\u{1B}[1;31mred\u{1B}[0m\u{1B}]52;c;eA==\u{7}\t\u{9B}2J", true,
      "\u{1B}[1;31mred\u{1B}[0m␛\t\\x9b2J"
    ),
    ("\u{1B}[38:2::1:2:3mx\u{1B}[2K", true, "\u{1B}[38:2::1:2:3mx"),
    ("\u{1B}[31mred", false, "red"), ("10%\r100%\r", false, "100%"),
  ])
  func `a line for another program speaks to no terminal`(
    line: String, keepsColours: Bool, expected: String
  ) {
    #expect(AnsiText.harmless(line, keepsColours: keepsColours) == expected)
  }
}
