import TerminalSurface
import Testing

@Suite struct ColorDepthTests {
  @Test(arguments: [
    (Color.rgb(0xFF0000), ColorDepth.direct, Color.rgb(0xFF0000)),
    (.rgb(0xFF0000), .indexed256, .indexed(196)),
    (.rgb(0x14171C), .indexed256, .indexed(234)),
    (.rgb(0xFFFFFF), .indexed256, .indexed(231)),
    (.rgb(0xFF0000), .ansi16, .ansi(9)),
    (.rgb(0x000010), .ansi16, .ansi(0)),
    (.indexed(196), .ansi16, .ansi(9)),
    (.indexed(244), .ansi16, .ansi(8)),
    (.ansi(12), .indexed256, .ansi(12)),
    (.standard, .ansi8, .standard),
    (.rgb(0xFF0000), .none, .standard),
  ])
  func `a colour becomes the nearest that there is`(color: Color, depth: ColorDepth, shown: Color) {
    #expect(color.degraded(to: depth) == shown)
  }

  @Test func `eight colours have a bright half by being bold`() {
    let style = Style(foreground: .ansi(9), background: .ansi(12)).degraded(to: .ansi8)
    #expect(style == Style(foreground: .ansi(1), background: .ansi(4), attributes: .bold))
  }

  @Test func `text does not vanish on its own ground`() {
    let style = Style(foreground: .rgb(0x202020), background: .rgb(0x101010))
    #expect(style.degraded(to: .ansi8).foreground == .standard)
  }
}
