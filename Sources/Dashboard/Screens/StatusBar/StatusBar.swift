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
      case .hint, .warning: return (notice.text, .warning)
      case .problem: return (notice.text, .error)
      }
    }
    if let rebuilding = state.rebuilding {
      return ("Rebuilding \(state.facts.name(of: rebuilding)) \u{2026}", .notice)
    }
    if let starting = state.starting { return ("Starting \(starting.name) \u{2026}", .notice) }
    if let exporting = state.exporting {
      let size = exporting.bytes > 0 ? " \(SizeWords.text(exporting.bytes))" : ""
      return ("Fetching the log\(size) \u{2026} Esc stops.", .notice)
    }
    let connection = state.facts.connection
    switch connection.status {
    case .connecting: return ("connecting to \(connection.name) \u{2026}", .muted)
    case .live: return (connection.name, .muted)
    case .lost:
      let age = Builds.staleness(state).map { "\($0): " } ?? ""
      return ("\(age)\(connection.name) is out of reach", .error)
    }
  }

  private static func window(_ facts: Facts) -> (String, ThemeRole)? {
    let open = facts.allWindows
    guard let first = open.first else { return nil }
    let clock = first.clock
    let place = first.connection.map { "\($0) " } ?? ""
    let others = open.count > 1 ? " +\(open.count - 1)" : ""
    let figure = clock.figure ?? ""
    return ("\(place)\(facts.name(of: first.access.build)) \(figure)\(others)", clock.role)
  }

  /// Draws a sentence that the line does not hold, over as many lines above it as it takes.
  ///
  /// Why a key does nothing is of no use when it is cut off.
  private static func drawLong(
    _ painter: inout Painter, _ sentence: String, _ role: ThemeRole, in rect: Rect
  ) -> Bool {
    // What stands beside a notice: the program's name, and the next deadline.
    let beside = rect.columns >= 60 ? 34 : 2
    guard TextWidth.columns(of: sentence) > rect.columns - beside else { return false }
    let lines = Wrap.words(sentence, columns: rect.columns - 2).prefix(min(4, rect.endRow))
    let box = Rect(
      column: rect.column, row: rect.endRow - lines.count, columns: rect.columns,
      rows: lines.count)
    painter.surface.fill(box, style: painter.theme[.bar])
    for (offset, line) in lines.enumerated() {
      painter.text(
        line, role, at: Point(column: box.column + 1, row: box.row + offset),
        columns: box.columns - 2, on: .bar)
    }
    return true
  }

  static func draw(_ painter: inout Painter, _ state: Dashboard.State, in rect: Rect) {
    let text = text(state)
    if let notice = state.notice,
      drawLong(&painter, notice.text, text.messageRole, in: rect)
    {
      return
    }
    painter.surface.fill(rect, style: painter.theme[.bar])
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
