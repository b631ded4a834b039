import BuildModel
import TerminalSurface
package import Theming

/// The line that says what one talks to, what just happened, and which door closes next.
package enum StatusBar {
  package struct Text: Sendable, Equatable {
    package var message: String
    package var messageRole: ThemeRole
    /// The soonest deadline over all windows.
    package var window: String?
    package var windowRole: ThemeRole
  }

  package static func text(_ state: Dashboard.State) -> Text {
    let window = window(state.facts)
    let (message, role) = message(state)
    return Text(
      message: message, messageRole: role, window: window?.0, windowRole: window?.1 ?? .bar)
  }

  private static func message(_ state: Dashboard.State) -> (String, ThemeRole) {
    if let notice = state.notice {
      switch notice.kind {
      case .news: return (notice.text, .notice)
      case .hint: return (notice.text, .warning)
      case .problem: return (notice.text, .error)
      }
    }
    if let rebuilding = state.rebuilding {
      return ("Rebuilding \(state.facts.name(of: rebuilding)) \u{2026}", .notice)
    }
    let connection = state.facts.connection
    switch connection.status {
    case .connecting: return ("connecting to \(connection.name) \u{2026}", .muted)
    case .live: return (connection.name, .muted)
    case .lost: return ("\(connection.name) \(state.glyphs.separator) out of reach", .error)
    }
  }

  private static func window(_ facts: Facts) -> (String, ThemeRole)? {
    let open = facts.openWindows
    guard let first = open.first, let clock = facts.clock(for: first.build) else { return nil }
    let others = open.count > 1 ? " +\(open.count - 1)" : ""
    let figure = clock.figure ?? ""
    return ("\(facts.name(of: first.build)) \(figure)\(others)", clock.role)
  }

  static func draw(_ painter: inout Painter, _ state: Dashboard.State, in rect: Rect) {
    painter.surface.fill(rect, style: painter.theme[.bar])
    let text = text(state)
    var end = rect.endColumn - 1
    if let window = text.window {
      let shown = TextWidth.truncated(
        window, to: max(0, rect.columns / 2 - 2), ellipsis: painter.glyphs.ellipsis)
      painter.text(shown, text.windowRole, endingAt: end, row: rect.row, on: .bar)
      end -= TextWidth.columns(of: shown) + 2
    }
    var column = rect.column + 1
    if rect.columns >= 60 {
      column += painter.text(
        "airlock", .title, at: Point(column: column, row: rect.row), columns: end - column,
        on: .bar)
      column += 2
    }
    painter.text(
      text.message, text.messageRole, at: Point(column: column, row: rect.row),
      columns: end - column, on: .bar)
  }
}
