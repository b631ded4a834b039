import TerminalSurface
import Testing

@testable import Dashboard

struct ThemesTests {
  @Test func `the choice is shown at once, Enter keeps it`() {
    var state = Dashboard.State.withList()
    #expect(state.press("T").isEmpty)
    #expect(state.press("j") == [.showTheme("light")])
    state.feed(.themeShown("light"))
    #expect(state.press("\r") == [.keepTheme("light")])
    state.feed(.themeKept("light", problem: nil))
    #expect(state.themes.current == "light")
    #expect(state.dialog == nil)
  }

  @Test func `Esc brings back the one before`() {
    var state = Dashboard.State.withList()
    state.press("Tjj")
    state.feed(.themeShown("high-contrast-dark"))
    #expect(state.press("\u{1B}") == [.showTheme("dark")])
  }

  @Test func `a mistake in a file is told, and the screen stays as it is`() {
    var state = Dashboard.State.withList()
    state.feed(.themeRefused(sentence: "mine.yaml:3:1: a background is dark or light."))
    #expect(state.themes.current == "dark")
    #expect(state.text.contains("mine.yaml:3:1: a background is dark or light."))
  }

  @Test func `a mistake that is mended is told no longer`() {
    var state = Dashboard.State.withList()
    state.feed(.themeRefused(sentence: "mine.yaml:3:1: no."))
    state.feed(.themesListed(["dark"]), .themeRefused(sentence: "mine.yaml:4:1: no."))
    #expect(state.notice?.text == "mine.yaml:4:1: no.")
    state.feed(.themesListed(["dark"]), .themeShown("dark"))
    #expect(state.notice == nil)
  }

  @Test func `changed keys are in force at once`() {
    var state = Dashboard.State.withList()
    state.feed(.keymapChanged(Keymap.standard.rebound([.help: [.character("K")]])))
    state.press("?")
    #expect(state.dialog == nil)
    state.press("K")
    #expect(state.dialog == .help(Help.State()))
  }
}
