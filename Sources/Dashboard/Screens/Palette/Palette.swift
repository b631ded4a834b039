import TerminalSurface
import TextSearch

/// Every action, found by its name; made from the keymap, so that it teaches the keys.
package enum Palette {
  package struct State: Sendable, Equatable {
    package var field = TextField()
    package var chosen = 0

    package init() {}
  }

  package struct Entry: Sendable, Equatable {
    package var command: Command
    package var title: String
    /// The characters of the title that were found.
    package var marks: [Int] = []
    package var keys: String
    /// Why it does nothing now.
    package var reason: String?
  }

  package enum Outcome: Sendable, Equatable {
    case undecided
    case perform(Command)
    case closed
  }

  /// What the text finds, nearest to it first; everything in the help's order without a text.
  package static func entries(_ state: State, _ dashboard: Dashboard.State) -> [Entry] {
    let pattern = FuzzyPattern(state.field.text)
    var found: [(score: Int, entry: Entry)] = []
    for group in Command.Group.allCases {
      for command in Command.allCases where command.group == group && command != .palette {
        // Its group is part of how people call an action: "log search".
        let title = "\(group.rawValue): \(command.title)"
        guard let match = pattern.match(title) else { continue }
        found.append(
          (
            match.score,
            Entry(
              command: command, title: title, marks: match.places,
              keys: dashboard.keymap.keys(for: command).map(\.label).joined(separator: " "),
              reason: dashboard.availability(of: command).reason)
          ))
      }
    }
    guard !pattern.isEmpty else { return found.map(\.entry) }
    let ranked = found.enumerated().sorted { left, right in
      left.element.score == right.element.score
        ? left.offset < right.offset : left.element.score > right.element.score
    }
    return ranked.map(\.element.entry)
  }

  static func update(
    _ state: inout State, _ key: Key, _ dashboard: Dashboard.State, page: Int
  ) -> Outcome {
    let entries = entries(state, dashboard)
    func move(_ motion: Motion) {
      state.chosen = motion.moved(from: state.chosen, in: entries.indices, page: page)
    }
    switch (key.name, key.modifiers) {
    case (.escape, _): return .closed
    case (.backspace, []) where state.field.text.isEmpty: return .closed
    case (.enter, _):
      guard entries.indices.contains(state.chosen) else { return .undecided }
      return .perform(entries[state.chosen].command)
    case (.down, []), (.character("n"), .control), (.character("j"), .control), (.tab, []):
      move(.down)
    case (.up, []), (.character("p"), .control), (.character("k"), .control), (.backTab, _):
      move(.up)
    case (.pageDown, []): move(.pageDown)
    case (.pageUp, []): move(.pageUp)
    default: edit(&state) { _ = $0.take(key) }
    }
    return .undecided
  }

  /// Changes the text; the nearest action is chosen anew.
  static func edit(_ state: inout State, _ change: (inout TextField) -> Void) {
    let former = state.field.text
    change(&state.field)
    if state.field.text != former { state.chosen = 0 }
  }
}
