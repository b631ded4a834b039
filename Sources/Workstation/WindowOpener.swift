/// A program in whose window we run, and which opens another one beside it.
package enum WindowOpener: String, Sendable, CaseIterable {
  case tmux, kitty, wezterm, iterm2

  /// The one that we run in; the innermost first.
  package static func current(environment: [String: String]) -> WindowOpener? {
    func isSet(_ name: String) -> Bool { environment[name]?.isEmpty == false }
    if isSet("TMUX") { return .tmux }
    // Without this socket kitty takes no orders.
    if isSet("KITTY_LISTEN_ON") { return .kitty }
    if isSet("WEZTERM_PANE") { return .wezterm }
    return environment["TERM_PROGRAM"] == "iTerm.app" ? .iterm2 : nil
  }

  /// What the person is told of the place where ``arguments(_:variables:columns:rows:)`` opens.
  package func place(columns: Int, rows: Int) -> String {
    switch self {
    case .tmux where !Self.hasRoom(columns: columns, rows: rows): "a tmux window of its own"
    case .tmux: "a tmux pane beside this one"
    case .kitty: "a kitty window beside this one"
    case .wezterm: "a WezTerm pane beside this one"
    case .iterm2: "an iTerm2 pane beside this one"
    }
  }

  /// The program that is told to open one; any of these will do, the first that is there.
  package var programs: [String] {
    switch self {
    case .tmux: ["tmux"]
    // The smaller one came with kitty 0.27; both take the same words.
    case .kitty: ["kitten", "kitty"]
    case .wezterm: ["wezterm"]
    case .iterm2: ["osascript"]
    }
  }

  /// What the program is called with, so that both can be seen at once wherever there is room.
  ///
  /// - Parameters:
  ///   - command: what runs in the new window.
  ///   - variables: what the command needs of our environment; no secret, for others can read it.
  ///   - columns, rows: how large we are ourselves.
  package func arguments(
    _ command: [String], variables: [String: String], columns: Int, rows: Int
  ) -> [String] {
    let isWide = Self.isWide(columns)
    let pairs = variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    switch self {
    case .tmux:
      let split = isWide ? ["split-window", "-h"] : ["split-window", "-v", "-l", "60%"]
      // Too small for two: a window of its own, to which the keys go as well.
      let place = Self.hasRoom(columns: columns, rows: rows) ? split : ["new-window"]
      return place + pairs.flatMap { ["-e", $0] } + ["--"] + command
    case .kitty:
      // In the tab that we are in, whichever is looked at by now.
      return [
        "@", "launch", "--self", "--type=window",
        "--location=\(isWide ? "vsplit" : "hsplit")", "--title=airlock ssh",
      ]
        + pairs.flatMap { ["--env", $0] } + ["--"] + command
    case .wezterm:
      return ["cli", "split-pane", isWide ? "--right" : "--bottom", "--", "env"] + pairs + command
    case .iterm2:
      let line = (["env"] + pairs + command).map(Self.shellQuoted).joined(separator: " ")
      let quoted = line.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      let direction = isWide ? "vertically" : "horizontally"
      return [
        "-e",
        "tell application \"iTerm2\" to tell current session of current window to split"
          + " \(direction) with default profile command \"\(quoted)\"",
      ]
    }
  }

  private static func isWide(_ columns: Int) -> Bool { columns >= 140 }

  /// Whether two can be seen at once.
  private static func hasRoom(columns: Int, rows: Int) -> Bool { isWide(columns) || rows >= 36 }

  private static func shellQuoted(_ word: String) -> String {
    "'\(word.replacing("'", with: "'\\''"))'"
  }
}
