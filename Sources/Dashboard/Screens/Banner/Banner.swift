import TerminalSurface
import Theming

/// Two lines above everything while the service cannot be heard.
enum Banner {
  /// That what is on the screen is old, since when, and what happens next.
  ///
  /// Why comes last where it takes a line for itself, so that nothing else is cut off for it.
  static func lines(_ state: Dashboard.State, columns: Int) -> [(String, ThemeRole)] {
    guard case .lost(let sentence, let since) = state.facts.connection.status else { return [] }
    let time = TimeWords.timeOfDay(since, in: state.facts.timeZone)
    let (name, key) = (state.facts.connection.name, state.keymap.name(of: .reload))
    let mark = state.glyphs.failed
    // What never came is not old.
    let isOld = state.facts.staleSince != nil
    guard columns >= 60 else {
      return [
        ("\(mark) no answer from \(name) since \(time)", .error),
        ("  \(isOld ? "This is old" : "It is tried again"); \(key) tries now.", .muted),
      ]
    }
    let whole = "\(mark) \(name) cannot be reached since \(time): \(sentence)"
    guard TextWidth.columns(of: whole) > columns else {
      let age = isOld ? "All below is as of then. " : ""
      return [
        (whole, .error), ("  \(age)Trying again by itself; \(key) tries now.", .muted),
      ]
    }
    let age = isOld ? "; below is as of" : " since"
    return [
      ("\(mark) \(name) cannot be reached\(age) \(time). \(key) tries now.", .error),
      ("  \(sentence)", .muted),
    ]
  }

  static func draw(_ painter: inout Painter, _ state: Dashboard.State, in rect: Rect) {
    let lines = lines(state, columns: rect.columns - 2)
    for (offset, (line, role)) in lines.prefix(rect.rows).enumerated() {
      painter.text(
        line, role, at: Point(column: rect.column + 1, row: rect.row + offset),
        columns: rect.columns - 2)
    }
  }
}
