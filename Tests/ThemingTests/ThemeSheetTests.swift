import TerminalSurface
import TestSupport
import Testing
import Theming

/// Every role once, so that a changed colour is seen in review.
@Suite struct ThemeSheetTests {
  @Test(arguments: ["dark", "light"])
  func `the sheet of a theme looks like this`(name: String) throws {
    let theme = try #require(Theme.named(name))
    let roles = ThemeRole.allCases
    for depth in [ColorDepth.direct, .ansi16, .none] {
      let resolved = theme.resolved(for: depth)
      var surface = Surface(Size(columns: 20, rows: roles.count))
      for (row, role) in roles.enumerated() {
        surface.write(role.rawValue, at: Point(column: 0, row: row), style: resolved[role])
      }
      expectGolden(surface, "\(name)-\(depth)")
    }
  }
}
