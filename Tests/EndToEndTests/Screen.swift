import Foundation
import TestSupport

/// The dashboard in a real terminal, read and typed at as a person would.
struct Screen {
  let tmux: PrivateTmux

  /// - Parameter isInTmux: whether the program is to know that it runs in tmux, as people's do.
  init(
    _ home: AirlockHome, columns: Int = 80, rows: Int = 24, isInTmux: Bool = false
  ) throws {
    tmux = try PrivateTmux(columns: columns, rows: rows)
    let inside = isInTmux ? "export TMUX='\(tmux.variable)'" : ""
    try start(
      """
      stty -a >before
      \(inside)
      '\(try AirlockHome.program())'
      status=$?
      stty -a >after
      echo status $status
      exec cat
      """, home, in: home.folder.url)
  }

  /// Runs a script in the window, with the home's environment and nothing else.
  private func start(_ script: String, _ home: AirlockHome, in folder: URL) throws {
    let file = home.folder.url.appending(path: "script-\(UUID().uuidString)")
    try Data("cd '\(folder.path)'\n\(script)\n".utf8).write(to: file)
    let variables = home.environment.merging(["TERM": "screen-256color"]) { $1 }
      .map { "\($0.key)=\($0.value)" }
    try tmux.run(["respawn-window", "-k", "env", "-i"] + variables + ["/bin/sh", file.path])
  }

  var text: String { (try? tmux.run("capture-pane", "-p")) ?? "" }

  func type(_ keys: String...) throws { try tmux.run(["send-keys"] + keys) }

  /// Waits until the screen satisfies a condition.
  ///
  /// - Throws: the last screen, where that takes longer than the deadline.
  @discardableResult
  func wait(
    _ what: String, seconds: Double = 30, until isSo: (String) -> Bool
  ) throws -> String {
    let end = Date().addingTimeInterval(seconds)
    let changes = try tmux.watch()
    repeat {
      let text = self.text
      if isSo(text) { return text }
    } while changes.wait(until: end)
    throw Complaint("waited \(seconds) s for \(what); the screen was:\n\(text)")
  }

  @discardableResult
  func wait(for words: String..., seconds: Double = 30) throws -> String {
    try wait(words.joined(separator: ", "), seconds: seconds) { screen in
      words.allSatisfy(screen.contains)
    }
  }

  func end() { tmux.end() }
}

extension Screen {
  private init(tmux: PrivateTmux) { self.tmux = tmux }

  /// A command of airlock's in a terminal of its own.
  static func shell(
    _ home: AirlockHome, in folder: URL, _ arguments: String...
  ) throws -> Screen {
    let screen = Screen(tmux: try PrivateTmux())
    try screen.start(
      """
      '\(try AirlockHome.program())' \(arguments.joined(separator: " "))
      echo status $?
      exec cat
      """, home, in: folder)
    return screen
  }
}
