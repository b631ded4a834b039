package import Foundation

/// A whole terminal for one test: a private tmux server with one window that runs a shell.
///
/// Programs see it as `TERM=tmux-256color`, with an empty home and a plain environment.
package final class TmuxTerminal {
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  package static let program: String? = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"]
    .map { $0 + "/tmux" }.first { FileManager.default.isExecutableFile(atPath: $0) }

  /// An empty folder, the home of what runs here; deleted with the terminal.
  package let home: URL
  private let socket: String
  private static let prompt = "tmux-shell>"

  package init(columns: Int = 60, rows: Int = 16, environment: [String: String] = [:]) throws {
    home = FileManager.default.temporaryDirectory
      .appending(path: "airlock-tmux-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    socket = home.appending(path: "socket").path
    var variables = [
      "HOME": home.path, "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC",
      "TERM": "tmux-256color", "PS1": Self.prompt, "ESCDELAY": "25",
    ]
    variables.merge(environment) { $1 }
    let shell =
      ["env", "-i"] + variables.map { "\($0.key)=\($0.value)" }.sorted() + ["/bin/sh", "-i"]
    try tmux(["new-session", "-d", "-x", "\(columns)", "-y", "\(rows)"] + shell)
    try waitFor(Self.prompt)
  }

  deinit {
    // Nobody is left who could be told.
    _ = try? tmux(["kill-server"])
    try? FileManager.default.removeItem(at: home)
  }

  /// Types text and presses Enter.
  package func run(_ command: String) throws {
    try tmux(["send-keys", "-l", command])
    try press("Enter")
  }

  /// Presses keys by tmux's names: `Enter`, `C-z`, `F1`, `j`.
  package func press(_ keys: String...) throws {
    try tmux(["send-keys"] + keys)
  }

  package func paste(_ text: String) throws {
    try tmux(["set-buffer", text])
    try tmux(["paste-buffer", "-p"])
  }

  package func resize(columns: Int, rows: Int) throws {
    try tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
  }

  package func screen(withStyles: Bool = false) throws -> String {
    try tmux(["capture-pane", "-p"] + (withStyles ? ["-e"] : []))
  }

  /// What tmux knows of the window, such as `#{pane_title}` or `#{mouse_any_flag}`.
  package func ask(_ format: String) throws -> String {
    try tmux(["display-message", "-p", format]).trimmingCharacters(in: .newlines)
  }

  /// Waits until the screen shows a text; fails with the screen after some seconds.
  @discardableResult
  package func waitFor(_ text: String, seconds: Double = 10) throws -> String {
    try wait("for \"\(text)\"", seconds: seconds) { $0.contains(text) }
  }

  @discardableResult
  package func wait(
    _ purpose: String, seconds: Double = 10, until isDone: (String) throws -> Bool
  ) throws -> String {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var shown = ""
    while ContinuousClock.now < deadline {
      // Asking tmux is itself a pause.
      shown = try screen()
      if try isDone(shown) { return shown }
    }
    throw Failure(description: "waited in vain \(purpose); the screen is:\n\(shown)")
  }

  @discardableResult
  private func tmux(_ arguments: [String]) throws -> String {
    guard let program = Self.program else { throw Failure(description: "tmux is not installed") }
    let output = home.appending(path: "answer-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: output) }
    let status = try runToEnd(
      [program, "-S", socket, "-f", "/dev/null"] + arguments,
      environment: ["LANG": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin"],
      output: output.path)
    let text = try String(contentsOf: output, encoding: .utf8)
    guard status == 0 else {
      throw Failure(description: "tmux \(arguments.first ?? "") failed: \(text)")
    }
    return text
  }
}

/// A program that was built together with the tests.
package func builtProgram(_ name: String) -> String {
  URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: name).path
}
