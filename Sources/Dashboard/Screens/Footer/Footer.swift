import TerminalSurface

/// The keys that matter here and now.
package enum Footer {
  package struct Hint: Sendable, Equatable {
    package var key: String
    package var label: String
    package var isEnabled: Bool
    /// What a click on it does; nil for the keys of a dialogue.
    package var command: Command?

    var columns: Int { TextWidth.columns(of: key) + 1 + TextWidth.columns(of: label) }
  }

  static let gap = 2

  /// The hints that fit; where not all do, the least important go and the order stays.
  package static func hints(_ state: Dashboard.State, columns: Int) -> [Hint] {
    let candidates =
      state.dialog.map { dialogHints($0, state) } ?? state.prompt.map(promptHints)
      ?? commandHints(state, columns)
    var kept = Array(candidates.enumerated())
    while kept.reduce(0, { $0 + $1.element.hint.columns + gap }) - gap > columns,
      let least = kept.max(by: { $0.element.rank < $1.element.rank })
    {
      kept.removeAll { $0.offset == least.offset }
    }
    return kept.map(\.element.hint)
  }

  /// A hint and how soon it goes: the highest rank first.
  private struct Candidate {
    var hint: Hint
    var rank: Int
  }

  /// The commands that matter here, with the rank at which they go.
  private static func commands(_ state: Dashboard.State) -> [(Command, rank: Int)] {
    if state.windowList != nil {
      return [
        (.connect, 2), (.copy, 3), (.extend, 4), (.stop, 5), (.open, 7), (.back, 6), (.help, 1),
        (.quit, 0),
      ]
    }
    if isEmpty(state) { return [(.newBuild, 2), (.help, 1), (.quit, 0)] }
    if let pane = state.pane {
      if isPasteAwaited(state) {
        return [
          (.openPage, 2), (.rebuildRemotely, 8), (.connect, 5), (.screenShare, 6), (.zoom, 7),
          (.stop, 4), (.back, 3), (.help, 1), (.quit, 0),
        ]
      }
      if pane.kind != .ssh, state.availability(of: .launch) == .enabled {
        return [
          (.launch, 2), (.connect, 4), (.copy, 3), (.reveal, 6), (.extend, 7), (.access, 8),
          (.zoom, 8), (.back, 5), (.help, 1), (.quit, 0),
        ]
      }
      return state.availability(of: .connect) != .enabled
        ? [
          (.rebuildRemotely, 2), (.connect, 4), (.screenShare, 5), (.zoom, 6), (.stop, 7),
          (.back, 3), (.help, 1), (.quit, 0),
        ]
        : [
          (.connect, 2), (.copy, 3), (.reveal, 4), (.extend, 6), (.screenShare, 7), (.editor, 8),
          (.zoom, 8), (.rebuildRemotely, 9), (.stop, 10), (.back, 5), (.help, 1), (.quit, 0),
        ]
    }
    guard state.focus == .log else {
      let near: [(Command, rank: Int)] = state.focus == .list ? [(.filter, 6)] : [(.search, 6)]
      return [(.open, 4)] + near + [
        (.rebuildRemotely, 2), (.newBuild, 9), (.connect, 3), (.copy, 5), (.access, 6),
        (.screenShare, 8), (.stop, 9), (.windows, 7), (.nextPane, 10), (.zoom, 11),
        (.palette, 10), (.help, 1), (.quit, 0),
      ]
    }
    let log = state.detail.log
    if log.selection != nil {
      return [
        (.copySelection, 2), (log.selection?.shape == .block ? .selectBlock : .selectLines, 3),
        (.back, 4), (.help, 1), (.quit, 0),
      ]
    }
    let found: [(Command, rank: Int)] =
      log.searches[.typed] == nil ? [] : [(.nextMatch, 2), (.previousMatch, 5)]
    return [(.search, 3)] + found + [
      (.nextError, 4), (.selectLines, 7), (.saveLog, 8), (.wrap, 9), (.times, 11), (.fold, 12),
      (.zoom, 10), (.back, 6), (.rebuildRemotely, 11), (.help, 1), (.quit, 0),
    ]
  }

  /// The machine is open, and what opens it stands on a page.
  private static func isPasteAwaited(_ state: Dashboard.State) -> Bool {
    guard let build = state.target, state.facts.isPageOnly(build.slug) else { return false }
    return state.facts.clock(for: build.slug)?.admits == true
      && state.facts.access(build.slug)?.ssh == nil
  }

  private static func hint(
    for command: Command, _ state: Dashboard.State, _ columns: Int
  ) -> String? {
    // Among the windows it is the window that ends, whatever its build does.
    if command == .stop, state.windowList != nil { return "close" }
    if let selection = state.detail.log.selection, state.focus == .log {
      switch command {
      case .selectLines, .selectBlock: return selection.isFixed ? "begin anew" : "begin here"
      default: break
      }
    }
    return columns < 60 ? command.shortHint : command.hint
  }

  private static func promptHints(_ prompt: Prompt) -> [Candidate] {
    let pairs = [("Enter", prompt.verb), ("Esc", "cancel"), ("Up", "earlier")]
    return pairs.enumerated().map { index, pair in
      Candidate(hint: Hint(key: pair.0, label: pair.1, isEnabled: true), rank: index)
    }
  }

  private static func commandHints(_ state: Dashboard.State, _ columns: Int) -> [Candidate] {
    commands(state).compactMap { command, rank in
      guard let hint = hint(for: command, state, columns),
        let key = state.keymap.keys(for: command).first
      else {
        return nil
      }
      let isEnabled = state.availability(of: command) == .enabled
      return Candidate(
        hint: Hint(key: key.label, label: hint, isEnabled: isEnabled, command: command),
        // A key that does nothing now makes room for one that does.
        rank: isEnabled ? rank : rank + 4)
    }
  }

  /// There is no build, so no key that is about one does anything.
  private static func isEmpty(_ state: Dashboard.State) -> Bool {
    guard case .loaded = state.facts.loading else { return false }
    return state.facts.builds.isEmpty
  }

  private static func dialogHints(
    _ dialog: Dashboard.Dialog, _ state: Dashboard.State
  ) -> [Candidate] {
    let pairs: [(String, String)] =
      switch dialog {
      case .question(let question):
        Question.text(question, state.facts).map { [("Enter", $0.yes), ("Esc", $0.no)] } ?? []
      case .copyMenu: [("Enter", "copy"), ("Esc", "close"), ("j/k", "choose"), ("space", "show")]
      case .newBuild(let dialog): newBuildHints(dialog)
      case .extend: [("Enter", "keep open"), ("Esc", "close"), ("1-4", "choose"), ("s", "a step")]
      case .stay(let dialog): stayHints(dialog, columns: state.size.columns)
      case .sheet: [("Esc", "back")]
      case .paste: [("Enter", "use it"), ("Esc", "drop it"), ("k", "keep"), ("o", "page")]
      case .palette: [("Enter", "do it"), ("Esc", "close"), ("Up/Down", "choose")]
      case .themes: [("Enter", "keep"), ("Esc", "as before"), ("j/k", "look at others")]
      case .configuration: [("Esc", "close"), ("j/k", "scroll"), ("Tab", "the build's, the app's")]
      case .artifacts(let view): Artifacts.hints(view)
      case .help: [("Esc", "close"), ("j/k", "scroll")]
      case .quitNotice: [("Enter", "quit"), ("Esc", "stay")]
      }
    return pairs.enumerated().map { index, pair in
      Candidate(hint: Hint(key: pair.0, label: pair.1, isEnabled: true), rank: index)
    }
  }

  private static func stayHints(_ dialog: Stay.State, columns: Int) -> [(String, String)] {
    guard case .outline(let outline) = dialog.plan else { return [("Esc", "close")] }
    let change = columns < 60 ? "change it" : "change bitrise.yml"
    return (outline.isWritable ? [("Enter", change)] : [])
      + [("Esc", "close"), ("j/k", "scroll"), ("+/-", "time"), ("y", "copy the step")]
  }

  private static func newBuildHints(_ dialog: NewBuild.State) -> [(String, String)] {
    let close = ("Esc", "close")
    guard case .loaded(let entries) = dialog.offers, !entries.isEmpty else { return [close] }
    let isRun = dialog.start != nil
    return (isRun ? [("Enter", "run")] : []) + [close]
      + (entries.count > 1 ? [("j/k", "choose")] : []) + (isRun ? [("e", "run with \u{2026}")] : [])
  }

  /// The command whose hint stands at a column.
  static func command(at column: Int, _ state: Dashboard.State, in rect: Rect) -> Command? {
    var start = rect.column + 1
    for hint in hints(state, columns: rect.columns - 2) {
      if (start..<start + hint.columns).contains(column) { return hint.command }
      start += hint.columns + gap
    }
    return nil
  }

  static func draw(_ painter: inout Painter, _ state: Dashboard.State, in rect: Rect) {
    painter.surface.fill(rect, style: painter.theme[.text])
    var column = rect.column + 1
    for hint in hints(state, columns: rect.columns - 2) {
      column += painter.text(
        hint.key, hint.isEnabled ? .key : .keyDisabled,
        at: Point(column: column, row: rect.row), columns: rect.endColumn - column, on: .text)
      column += 1
      column += painter.text(
        hint.label, hint.isEnabled ? .keyLabel : .keyDisabled,
        at: Point(column: column, row: rect.row), columns: rect.endColumn - column, on: .text)
      column += gap
    }
  }
}
