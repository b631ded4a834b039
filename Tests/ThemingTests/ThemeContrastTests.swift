import TerminalSurface
import TestSupport
import Testing
import Theming

/// WCAG 2 asks 4.5 of text, and 3 of what need not be read to use the program.
@Suite struct ThemeContrastTests {
  /// What the sixteen named colours look like is the terminal's own business.
  static let themes = Theme.builtInNames.compactMap(Theme.named).filter { $0.limit == .direct }
  /// Grounds on which lists and bars put words of other roles.
  static let grounds: [ThemeRole] = [.text, .selection, .selectionUnfocused, .bar, .overlay]
  static let words: [ThemeRole] = [
    .text, .muted, .accent, .secret, .success, .failed, .running, .queued, .aborted,
    .clockOpening, .clockOpen, .clockClosing, .clockClosed, .error, .warning, .notice, .key,
  ]

  static func needed(_ role: ThemeRole) -> Double {
    switch role {
    case .border, .keyDisabled, .borderFocused, .overlayBorder: role == .border ? 2.0 : 3.0
    default: 4.5
    }
  }

  @Test(arguments: themes, ThemeRole.allCases)
  func `every role can be read on its own ground`(theme: Theme, role: ThemeRole) throws {
    let ratio = try Self.ratio(theme[role])
    #expect(ratio >= Self.needed(role), "\(theme.name) \(role): \(ratio)")
  }

  @Test(arguments: themes, grounds)
  func `words can be read on the grounds they are put on`(theme: Theme, ground: ThemeRole) throws {
    for role in Self.words {
      let ratio = try Self.ratio(theme.style(role, on: ground))
      #expect(ratio >= 4.5, "\(theme.name) \(role) on \(ground): \(ratio)")
    }
  }

  @Test(arguments: themes.filter { $0.name.hasPrefix("high-contrast") }, grounds)
  func `high contrast is what it says`(theme: Theme, ground: ThemeRole) throws {
    for role in Self.words {
      let ratio = try Self.ratio(theme.style(role, on: ground))
      #expect(ratio >= 7, "\(theme.name) \(role) on \(ground): \(ratio)")
    }
  }

  @Test(arguments: themes, ThemeRole.allCases)
  func `256 colours keep every role readable`(theme: Theme, role: ThemeRole) throws {
    let ratio = try Self.ratio(theme.resolved(for: .indexed256)[role])
    #expect(ratio >= Self.needed(role) * 0.9, "\(theme.name) \(role): \(ratio)")
  }

  private static func ratio(_ style: Style) throws -> Double {
    contrast(try rgb(style.foreground), try rgb(style.background))
  }

  private static func rgb(_ color: Color) throws -> RGB {
    switch color {
    case .rgb(let value): return RGB(value)
    case .indexed(let index): return RGB(index: index)
    case .ansi, .standard:
      struct NotAbsolute: Error {}
      throw NotAbsolute()
    }
  }
}
