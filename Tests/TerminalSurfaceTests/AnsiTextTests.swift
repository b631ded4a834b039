import TerminalSurface
import Testing

@Suite struct AnsiTextTests {
  private static let base = Style(foreground: .ansi(7))

  private static func style(_ foreground: Color, _ attributes: Style.Attributes = []) -> Style {
    Style(foreground: foreground, attributes: attributes)
  }

  @Test(arguments: [
    ("\u{1B}[31mred", style(.ansi(1))),
    ("\u{1B}[91mred", style(.ansi(9))),
    ("\u{1B}[38;5;9mred", style(.ansi(9))),
    ("\u{1B}[38;5;208mred", style(.indexed(208))),
    ("\u{1B}[38;2;1;2;3mred", style(.rgb(0x010203))),
    ("\u{1B}[38:2::1:2:3mred", style(.rgb(0x010203))),
    ("\u{1B}[38:5:208mred", style(.indexed(208))),
    ("\u{1B}[1;4;31mred", style(.ansi(1), [.bold, .underline])),
    ("\u{1B}[31;1mred", style(.ansi(1), .bold)),
    ("\u{1B}[31m\u{1B}[39mred", base),
    ("\u{1B}[31;1m\u{1B}[mred", base),
    ("\u{1B}[1m\u{1B}[22mred", base),
    ("\u{1B}[4m\u{1B}[4:0mred", base),
    ("\u{1B}[48;5;4mred", Style(foreground: .ansi(7), background: .ansi(4))),
    ("\u{1B}[38;2;1;2mred", base),
    ("\u{1B}[38;5;300mred", base),
    ("\u{1B}(B\u{1B}[mred", base),
  ])
  func `colours and attributes become styles`(line: String, style: Style) {
    #expect(AnsiText.parse(line, base: Self.base) == [StyledRun("red", style)])
  }

  @Test func `a style carries over to the next lines until it is reset`() {
    var text = AnsiText(base: Self.base)
    #expect(text.parse("a\u{1B}[31mb").map(\.text) == ["a", "b"])
    #expect(text.parse("c") == [StyledRun("c", Self.style(.ansi(1)))])
    #expect(text.parse("\u{1B}[0md") == [StyledRun("d", Self.base)])
  }

  @Test(arguments: [
    ("10%\r20%\r100%", "100%"),
    ("longer\rab", "abnger"),
    ("longer\r\u{1B}[Kab", "ab"),
    ("longer\u{1B}[2K\rab", "ab    "),
    ("done\r", "done"),
    ("a\tb", "a       b"),
    ("12345678\tb", "12345678        b"),
    ("日本\rx", "x 本"),
    ("\u{1B}[2Jgone", "␛gone"),
    ("\u{1B}]0;title\u{7}after", "␛after"),
    ("\u{1B}]0;title\u{1B}\\after", "␛after"),
    ("\u{1B}]8;;http://x\u{7}link\u{1B}]8;;\u{7}", "␛link␛"),
    ("\u{1B}]52;c;never ended", "␛"),
    ("\u{1B}]52;c;\u{1B}[31mred", "␛red"),
    ("\u{1B}Pq#0\u{1B}\\x", "␛x"),
    ("\u{1B}7x\u{1B}8", "␛x␛"),
    ("\u{1B}[>4;2mx", "␛x"),
    ("end\u{1B}", "end␛"),
    ("end\u{1B}[3", "end␛"),
    ("bell\u{7}", "bell^G"),
    ("\u{9B}31mx", "\\x9b31mx"),
    ("", ""),
  ])
  func `a line reads as a terminal would leave it`(line: String, text: String) {
    #expect(AnsiText.parse(line, base: .plain).plainText == text)
  }

  @Test func `an endless line is cut`() {
    let line = String(repeating: "é", count: 100_000)
    #expect(AnsiText.parse(line, base: .plain).columns == 20_000)
    let plain = String(repeating: "e", count: 100_000)
    #expect(AnsiText.parse(plain, base: .plain).columns == 20_000)
  }
}
