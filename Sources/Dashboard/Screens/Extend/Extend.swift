package import BuildModel
package import TerminalSurface
import Theming

/// How much longer a machine is to stay open.
package enum Extend {
  package struct State: Sendable, Equatable {
    package var build: BuildSlug
    package var chosen = 1

    package init(_ build: BuildSlug) { self.build = build }
  }

  package enum Outcome: Sendable, Equatable {
    case undecided
    case extend(seconds: Int)
    /// Have the step written that waits in every build.
    case assist
    case closed
  }

  /// In minutes; the first has the key 1.
  package static let choices = [15, 30, 60, 120]

  /// Only Enter or a figure chooses: never the key that opened the dialogue, however long it is
  /// held down.
  package static func update(_ state: inout State, _ key: Key) -> Outcome {
    switch key.name {
    case .escape, .character("q"): return .closed
    case .down, .character("j"): state.chosen = min(choices.count - 1, state.chosen + 1)
    case .up, .character("k"): state.chosen = max(0, state.chosen - 1)
    case .enter: return .extend(seconds: choices[state.chosen] * 60)
    case .character("s"): return .assist
    case .character(let character):
      guard let number = character.wholeNumberValue, choices.indices.contains(number - 1) else {
        return .undecided
      }
      return .extend(seconds: choices[number - 1] * 60)
    default: break
    }
    return .undecided
  }

  /// What a choice comes to: until when, as far as that can be known.
  package static func outlook(_ minutes: Int, _ state: State, _ facts: Facts) -> String {
    guard let access = facts.access(state.build) else { return "" }
    let clock = facts.clockOfService(of: state.build)
    if let deadline = access.deadline {
      let until = clock.localTime(of: deadline).addingTimeInterval(Double(minutes) * 60)
      let words = "until \(TimeWords.timeOfDay(until, in: facts.timeZone))"
      return isBeyondLimit(minutes, access) ? words + ", beyond the build limit" : words
    }
    let after = access.grace + access.hold + Double(minutes) * 60
    return "\(TimeWords.spoken(after)) after its build"
  }

  static func draw(_ painter: inout Painter, _ menu: State, _ state: Dashboard.State) {
    let limits = state.facts.access(menu.build).map { Self.limits($0, state.facts) } ?? []
    let frame = DialogFrame(
      size: painter.surface.size, columns: 64, rows: choices.count + limits.count + 3)
    painter.dialog(frame, title: "Keep \(state.facts.name(of: menu.build)) open longer")
    let content = drawAround(&painter, limits, frame.content)
    let top = ScrollWindow.top(
      from: 0, showing: menu.chosen, of: choices.count, rows: content.rows)
    for (index, minutes) in choices.enumerated().dropFirst(top).prefix(content.rows) {
      let row = content.row + index - top
      let ground: ThemeRole = index == menu.chosen ? .selection : .overlay
      painter.surface.fill(
        Rect(column: content.column - 1, row: row, columns: content.columns + 2, rows: 1),
        style: painter.theme[ground])
      painter.text(
        "\(index + 1)", .key, at: Point(column: content.column, row: row), columns: 1, on: ground)
      painter.text(
        TimeWords.spoken(Double(minutes) * 60), ground,
        at: Point(column: content.column + 3, row: row), columns: 12, on: ground)
      painter.text(
        outlook(minutes, menu, state.facts), .muted,
        at: Point(column: content.column + 17, row: row), columns: content.columns - 17,
        on: ground)
    }
  }

  /// What limits the time above the choices, and the way to more of it below; answers what is left
  /// between them.
  private static func drawAround(
    _ painter: inout Painter, _ limits: [String], _ content: Rect
  ) -> Rect {
    // On a low screen the choices come first.
    guard content.rows >= choices.count + limits.count + 2 else { return content }
    for (offset, line) in limits.enumerated() {
      painter.text(
        line, .muted, at: Point(column: content.column, row: content.row + offset),
        columns: content.columns, on: .overlay)
    }
    painter.text(
      "s", .key, at: Point(column: content.column, row: content.endRow - 1), columns: 1,
      on: .overlay)
    painter.text(
      content.columns < 50
        ? "a step that waits, in every build" : "a step that waits, in every build from now on",
      .muted,
      at: Point(column: content.column + 3, row: content.endRow - 1),
      columns: content.columns - 3, on: .overlay)
    return Rect(
      column: content.column, row: content.row + limits.count + 1, columns: content.columns,
      rows: choices.count)
  }
}
