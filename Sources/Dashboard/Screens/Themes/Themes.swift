import TerminalSurface
import Theming

/// Which theme the screen has; the one that is chosen is shown at once.
package enum Themes {
  package struct State: Sendable, Equatable {
    package var chosen: Int
    /// The theme before, for whoever goes back.
    package var former: String
  }

  package enum Outcome: Sendable, Equatable {
    case undecided
    case show(String)
    case keep(String)
    case closed(former: String)
  }

  static func update(
    _ state: inout State, _ key: Key, _ names: [String], keymap: Keymap, page: Int
  ) -> Outcome {
    switch key.name {
    case .escape, .character("q"): return .closed(former: state.former)
    case .enter:
      return names.indices.contains(state.chosen) ? .keep(names[state.chosen]) : .undecided
    default: break
    }
    guard let motion = keymap.command(for: key).flatMap(Motion.init) else { return .undecided }
    let chosen = motion.moved(from: state.chosen, in: names.indices, page: page)
    guard chosen != state.chosen, names.indices.contains(chosen) else { return .undecided }
    state.chosen = chosen
    return .show(names[chosen])
  }

  static func frame(_ names: [String], size: Size) -> DialogFrame {
    DialogFrame(size: size, columns: 34, rows: min(names.count, max(4, size.rows - 10)))
  }

  static func draw(_ painter: inout Painter, _ menu: State, _ state: Dashboard.State) {
    let names = state.themes.names
    let frame = frame(names, size: painter.surface.size)
    painter.dialog(frame, title: "Theme")
    let content = frame.content
    let top = ScrollWindow.top(
      from: 0, showing: menu.chosen, of: names.count, rows: content.rows)
    for (offset, name) in names.dropFirst(top).prefix(content.rows).enumerated() {
      let row = content.row + offset
      let isChosen = top + offset == menu.chosen
      let ground: ThemeRole = isChosen ? .selection : .overlay
      painter.surface.fill(
        Rect(column: content.column - 1, row: row, columns: content.columns + 2, rows: 1),
        style: painter.theme[ground])
      painter.text(
        name, ground, at: Point(column: content.column, row: row),
        columns: content.columns - 7, on: ground)
      guard name == menu.former else { continue }
      painter.text("before", .muted, endingAt: content.endColumn, row: row, on: ground)
    }
    guard frame.isFramed, names.count > content.rows else { return }
    painter.text(
      " \(menu.chosen + 1)/\(names.count) ", .overlayBorder, endingAt: frame.rect.endColumn - 2,
      row: frame.rect.endRow - 1, on: .overlay)
  }
}

extension Dashboard {
  /// The themes there are, and the one on the screen.
  package struct ThemeChoice: Sendable, Equatable {
    package var names: [String]
    package var current: String

    package init(names: [String] = Theme.builtInNames, current: String = "dark") {
      self.names = names
      self.current = current
    }
  }

  static func openThemes(_ state: inout State) {
    let current = state.themes.current
    state.dialog = .themes(
      Themes.State(
        chosen: state.themes.names.firstIndex(of: current) ?? 0, former: current))
  }

  static func choose(_ state: inout State, _ menu: Themes.State, _ key: Key) -> [Effect] {
    var menu = menu
    let names = state.themes.names
    let page = Themes.frame(names, size: state.size).contentRows
    let outcome = Themes.update(&menu, key, names, keymap: state.keymap, page: page)
    state.dialog = .themes(menu)
    switch outcome {
    case .undecided: return []
    case .show(let name): return [.showTheme(name)]
    case .keep(let name):
      state.dialog = nil
      return name == menu.former ? [] : [.keepTheme(name)]
    case .closed(let former):
      state.dialog = nil
      return state.themes.current == former ? [] : [.showTheme(former)]
    }
  }
}
