import TerminalSurface
import Testing
import Theming

@Suite struct ThemeDepthTests {
  static let themes = Theme.builtInNames.compactMap(Theme.named)

  @Test(arguments: themes, ThemeRole.allCases)
  func `every depth sends only colours that it has`(theme: Theme, role: ThemeRole) {
    for depth in ColorDepth.allCases {
      let style = theme.resolved(for: depth)[role]
      #expect(style.degraded(to: depth) == style)
    }
  }

  @Test func `without colours the states that matter can be told apart`() {
    let mono = Theme.dark.resolved(for: .none)
    let states: [ThemeRole] = [.success, .failed, .queued, .clockUrgent, .selection]
    #expect(Set(states.map { mono[$0] }).count >= 4)
    #expect(mono[.selection] != mono[.selectionUnfocused])
    #expect(mono[.key] != mono[.keyDisabled])
  }

  @Test func `a chosen row stays readable with sixteen colours`() {
    for theme in Self.themes where theme.limit != .none {
      let few = theme.resolved(for: .ansi16)
      let style = few.style(.failed, on: .selection)
      #expect(style.foreground != style.background)
      #expect(style.background == few[.selection].background)
    }
  }

  @Test func `a theme that keeps to few colours does so on every terminal`() throws {
    let mono = try #require(Theme.named("monochrome"))
    let sixteen = try #require(Theme.named("terminal"))
    for role in ThemeRole.allCases {
      #expect(mono[role].foreground == .standard && mono[role].background == .standard)
      #expect(sixteen[role].degraded(to: .ansi16) == sixteen[role])
    }
  }

  @Test func `a theme resolved for fewer colours can be resolved for more again`() {
    #expect(Theme.dark.resolved(for: .none).resolved(for: .direct) == Theme.dark)
  }
}
