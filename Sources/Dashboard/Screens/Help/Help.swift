import TerminalSurface

/// Every key, made from the keymap that decides what they do.
package enum Help {
  package struct State: Sendable, Equatable {
    package var top = 0
    package init() {}
  }

  package enum Row: Sendable, Equatable {
    case heading(String)
    /// The keys, what they do, and why they do nothing now.
    case command(keys: String, title: String, reason: String?)
    case gap
  }

  /// Whether the help closes.
  static func update(
    _ state: inout State, _ key: Key, keymap: Keymap, sheet: Sheet
  ) -> Bool {
    let page = sheet.frame.contentRows
    if let motion = keymap.command(for: key).flatMap(Motion.init) {
      // Text scrolls by its first line, so the last place leaves a full page.
      let last = max(0, sheet.rows - page)
      state.top = motion.moved(from: state.top, in: 0..<last + 1, page: page)
      return false
    }
    switch key.name {
    case .escape, .enter, .character("q"), .character("?"), .function(1): return true
    default: return false
    }
  }

  package static func rows(_ state: Dashboard.State) -> [Row] {
    var rows: [Row] = []
    for group in Command.Group.allCases {
      if !rows.isEmpty { rows.append(.gap) }
      rows.append(.heading(group.rawValue))
      for command in Command.allCases where command.group == group {
        let keys = state.keymap.keys(for: command)
        guard !keys.isEmpty else { continue }
        rows.append(
          .command(
            keys: keys.map(\.label).joined(separator: " "), title: command.title,
            reason: state.availability(of: command).reason))
      }
    }
    return rows
  }
}
