import Foundation

/// A tmux server of a test's own: a complete terminal to run a program in.
package final class PrivateTmux: Sendable {
  private let name = "airlock-test-\(UUID().uuidString.prefix(8))"
  private let columns: Int
  private let rows: Int

  /// Starts the server with one window that waits.
  package init(columns: Int = 80, rows: Int = 24) throws {
    self.columns = columns
    self.rows = rows
    try run(
      "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "exec tail -f /dev/null")
  }

  /// What `TMUX` holds inside.
  package var variable: String {
    let path = (try? run("display-message", "-p", "#{socket_path}")) ?? ""
    return "\(path),0,0"
  }

  /// Runs a tmux command and returns what it prints, without the last newline.
  @discardableResult
  package func run(_ arguments: String...) throws -> String { try run(arguments) }

  @discardableResult
  package func run(_ arguments: [String]) throws -> String {
    // A server that stays behind inherits what is open: a file does no harm, a pipe would.
    let output = FileManager.default.temporaryDirectory
      .appending(path: "airlock-tmux-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: output) }
    _ = try runToEnd(
      ["/usr/bin/env", "tmux", "-L", name, "-f", "/dev/null"] + arguments,
      environment: ProcessInfo.processInfo.environment, output: output.path)
    let data = try Data(contentsOf: output)
    var text = String(decoding: data, as: UTF8.self)
    if text.last == "\n" { text.removeLast() }
    return text
  }

  /// Begins to watch for changes of the screen.
  package func watch() throws -> ScreenChanges { try ScreenChanges(server: name) }

  package func end() { _ = try? run("kill-server") }

  deinit { end() }
}
