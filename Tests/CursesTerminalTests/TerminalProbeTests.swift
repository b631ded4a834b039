import Foundation
import TestSupport
import Testing

/// A real process in a real terminal: what only job control and a tty can show.
///
/// Serialised, because each test asks tmux again and again and would starve its neighbours.
@Suite(.serialized, .enabled(if: TmuxTerminal.program != nil, "tmux is not installed"))
struct TerminalProbeTests {
  private let probe = builtProgram("terminal-probe")

  private func started(_ environment: [String: String] = [:]) throws -> TmuxTerminal {
    let terminal = try TmuxTerminal(environment: environment)
    try terminal.run("\(probe); echo status $?")
    try terminal.waitFor("no notice")
    return terminal
  }

  /// The shell is in front, with its own modes: it echoes and knows ctrl-c.
  private func expectRestored(_ terminal: TmuxTerminal) throws {
    try terminal.run("stty -a | tr ' ;' '\\n\\n' | grep -c -x -e icanon -e echo -e isig")
    try terminal.wait("for the shell's modes") { screen in
      screen.split(separator: "\n").contains("3")
    }
    #expect(
      try terminal.ask("#{alternate_on} #{mouse_any_flag} #{keypad_flag} #{cursor_flag}")
        == "0 0 0 1")
  }

  @Test func `it hears keys, pastes and messages and gives the terminal back`() throws {
    let terminal = try started()
    try terminal.waitFor("posted")
    try terminal.press("Up", "C-Right", "C-c", "é")
    try terminal.waitFor("key up 0")
    try terminal.waitFor("key right 4")
    try terminal.waitFor("key character(\"c\") 4")
    try terminal.waitFor("key character(\"é\") 0")
    try terminal.press("Escape")
    try terminal.waitFor("key escape 0")
    try terminal.paste("one two")
    try terminal.waitFor("paste one two")
    let screen = try terminal.screen()
    #expect(screen.hasPrefix("┌─ probe ─"))
    #expect(screen.contains("size 60x16 depth indexed256 日本 é"))
    #expect(try terminal.ask("#{pane_title}") == "probe^G^[]0;stolen^G")
    try terminal.press("q")
    try terminal.waitFor("status 0")
    try expectRestored(terminal)
  }

  @Test func `it follows the size of the terminal`() throws {
    let terminal = try started()
    try terminal.resize(columns: 40, rows: 10)
    try terminal.waitFor("resized to 40x10")
    #expect(try terminal.waitFor("size 40x10").contains("─┐\n"))
    try terminal.resize(columns: 1, rows: 1)
    try terminal.resize(columns: 70, rows: 20)
    try terminal.waitFor("size 70x20")
  }

  @Test func `it stops with ctrl-z and comes back`() throws {
    let terminal = try started()
    for round in 1...3 {
      try terminal.press("C-z")
      try terminal.waitFor("Stopped")
      try expectRestored(terminal)
      try terminal.run("clear; fg")
      try terminal.wait("for round \(round)") { screen in
        screen.components(separatedBy: "resumed").count == round + 1
      }
    }
  }

  @Test func `it repaints when it was stopped behind its back`() throws {
    let terminal = try started()
    try terminal.press("C-z")
    try terminal.waitFor("Stopped")
    try terminal.run("clear; kill -STOP %1; kill -CONT %1; fg")
    try terminal.waitFor("resumed")
    #expect(try terminal.screen().hasPrefix("┌─ probe ─"))
  }

  @Test func `a foreground child has the terminal and its exit status is told`() throws {
    let terminal = try started()
    try terminal.press("s")
    try terminal.waitFor("in the child")
    #expect(try terminal.ask("#{alternate_on}") == "0")
    try terminal.press("Enter")
    try terminal.waitFor("child ended with 7")
    try terminal.press("k")
    try terminal.waitFor("child ended with 143")
    try terminal.press("n")
    try terminal.waitFor("cannot start airlock-no-such-program: No such file")
    try terminal.press("c")
    try terminal.wait("for cat") { _ in try terminal.ask("#{alternate_on}") == "0" }
    try terminal.press("C-c")
    try terminal.waitFor("child ended with 130")
  }

  @Test func `ctrl-z in a child stops both and the shell continues both`() throws {
    let terminal = try started()
    try terminal.press("c")
    try terminal.wait("for cat") { _ in try terminal.ask("#{pane_current_command}") == "cat" }
    try terminal.press("C-z")
    try terminal.waitFor("Stopped")
    try terminal.run("fg")
    try terminal.wait("for cat") { _ in try terminal.ask("#{pane_current_command}") == "cat" }
    try terminal.run("hello cat")
    try terminal.wait("for the echo") { $0.components(separatedBy: "hello cat").count == 3 }
    try terminal.press("C-d")
    try terminal.waitFor("child ended with 0")
  }

  @Test(arguments: [("TERM", 143), ("HUP", 129), ("QUIT", 131), ("INT", 130)])
  func `a signal ends it and the terminal is restored`(signal: String, status: Int) throws {
    let terminal = try started()
    try signalProbe(signal, terminal)
    try terminal.waitFor("status \(status)")
    try expectRestored(terminal)
  }

  @Test func `a signal meant for us ends the child in front too`() throws {
    let terminal = try started()
    try terminal.press("c")
    try terminal.wait("for cat") { _ in try terminal.ask("#{pane_current_command}") == "cat" }
    try signalProbe("TERM", terminal)
    try terminal.waitFor("status 143")
    try expectRestored(terminal)
  }

  @Test func `a trap restores the terminal and its words are in the error file`() throws {
    let terminal = try TmuxTerminal()
    let errors = terminal.home.appending(path: "errors").path
    try terminal.run("PROBE_ERRORS=\(errors) \(probe); echo status $?")
    try terminal.waitFor("no notice")
    try terminal.press("!")
    try terminal.wait("for the end") { $0.contains("status 13") }
    try expectRestored(terminal)
    let words = try String(contentsOfFile: errors, encoding: .utf8)
    #expect(words.contains("for the error file"))
    #expect(words.contains("the probe was asked to trap"))
  }

  @Test func `24-bit colours are sent where the terminal claims them`() throws {
    let cache = FileManager.default.temporaryDirectory
      .appending(path: "airlock-probe-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: cache) }
    for _ in 1...2 {
      let terminal = try started(["COLORTERM": "truecolor", "PROBE_CACHE": cache])
      try terminal.waitFor("depth direct")
      #expect(try terminal.screen(withStyles: true).contains("38;2;255;128;0"))
      // tmux knows this key by the entry of its own terminal, not by ours.
      try terminal.press("F5")
      try terminal.waitFor("key function(5) 0")
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: cache + "/terminfo")
        == ["1-tmux-256color"])
  }

  @Test func `an unknown terminal type is drawn for as its kind and said once`() throws {
    let terminal = try TmuxTerminal(columns: 100, environment: ["TERM": "xterm-nobody"])
    try terminal.run("\(probe); echo status $?")
    try terminal.waitFor(
      "type \"xterm-nobody\" is not known on this computer; drawing as for xterm")
    try terminal.press("q")
    try terminal.waitFor("status 0")
  }

  @Test func `NO_COLOR leaves attributes alone`() throws {
    let terminal = try started(["NO_COLOR": "yes", "COLORTERM": "truecolor"])
    try terminal.waitFor("depth none")
    let screen = try terminal.screen(withStyles: true)
    #expect(screen.contains("\u{1B}[1m"))
    #expect(!screen.contains(/\x1B\[[0-9;]*(3[0-7]|38;)/))
  }

  @Test func `without a terminal it says so`() throws {
    let terminal = try TmuxTerminal(columns: 120)
    try terminal.run("\(probe) </dev/null; echo status $?")
    try terminal.waitFor("the dashboard needs a terminal")
    try terminal.waitFor("status 2")
  }

  private func signalProbe(_ signal: String, _ terminal: TmuxTerminal) throws {
    let shell = try terminal.ask("#{pane_pid}")
    let status = try runToEnd(
      ["/bin/sh", "-c", "kill -\(signal) $(ps -o pid= --ppid \(shell))"],
      environment: ["PATH": "/usr/bin:/bin"], output: "/dev/null")
    #expect(status == 0)
  }
}
