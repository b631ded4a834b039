import Foundation
import TestSupport
import Testing

@testable import Workstation

@Suite struct WindowOpenerTests {
  private let command = ["/usr/bin/airlock", "ssh", "b1"]

  @Test(arguments: [
    (["TMUX": "/tmp/x,1,0", "KITTY_LISTEN_ON": "unix:/k"], WindowOpener.tmux),
    (["KITTY_LISTEN_ON": "unix:/k"], .kitty), (["WEZTERM_PANE": "3"], .wezterm),
    (["TERM_PROGRAM": "iTerm.app"], .iterm2), ([:], nil), (["TMUX": ""], nil),
  ])
  func `the innermost program that we run in opens the window`(
    _ environment: [String: String], _ opener: WindowOpener?
  ) {
    #expect(WindowOpener.current(environment: environment) == opener)
  }

  @Test func `tmux splits where there is room for two, else a window of its own is opened`() {
    func words(_ columns: Int, _ rows: Int) -> [String] {
      WindowOpener.tmux.arguments(
        command, variables: ["HOME": "/h"], columns: columns, rows: rows)
    }
    #expect(words(200, 50) == ["split-window", "-h", "-e", "HOME=/h", "--"] + command)
    #expect(words(100, 50).prefix(4) == ["split-window", "-v", "-l", "60%"])
    #expect(words(80, 24).first == "new-window")
    #expect(WindowOpener.tmux.place(columns: 100, rows: 50) == "a tmux pane beside this one")
    #expect(WindowOpener.tmux.place(columns: 80, rows: 24) == "a tmux window of its own")
  }

  @Test func `the others are called as their manuals say`() {
    let kitty = WindowOpener.kitty.arguments(
      command, variables: ["HOME": "/h"], columns: 200, rows: 50)
    #expect(
      kitty == [
        "@", "launch", "--self", "--type=window", "--location=vsplit", "--title=airlock ssh",
        "--env", "HOME=/h", "--",
      ] + command)
    let wezterm = WindowOpener.wezterm.arguments(
      command, variables: ["HOME": "/h"], columns: 80, rows: 24)
    #expect(wezterm == ["cli", "split-pane", "--bottom", "--", "env", "HOME=/h"] + command)
    let iterm = WindowOpener.iterm2.arguments(
      ["/a b/it's", "ssh"], variables: [:], columns: 80, rows: 24)
    #expect(iterm.last?.contains(#"command "'env' '/a b/it'\\''s' 'ssh'""#) == true, "\(iterm)")
  }
}

/// The terminal itself, on a display without a screen.
@Suite struct KittyWindowTests {
  private static let kitty = ProgramSearch.path(
    of: "kitty", environment: ProcessInfo.processInfo.environment)
  private static let canRun =
    kitty != nil && FileManager.default.isExecutableFile(atPath: "/usr/bin/Xvfb")

  @Test(.enabled(if: canRun)) func `kitty opens a window for the command beside us`() async throws {
    let kitty = try #require(Self.kitty)
    let display = try VirtualDisplay()
    defer { display.end() }
    let folder = try TemporaryFolder()
    let socket = "unix:\(folder.url.path)/k"
    let environment = [
      "DISPLAY": display.name, "HOME": folder.url.path, "PATH": "/usr/bin:/bin",
      "LIBGL_ALWAYS_SOFTWARE": "1", "LANG": "C.UTF-8",
    ]
    // What runs in it notes its surroundings, as kitty gives them.
    let noted = folder.url.appending(path: "env")
    let terminal = try spawn(
      [
        kitty, "--config", "NONE", "-o", "allow_remote_control=socket-only", "-o",
        "update_check_interval=0", "--listen-on", socket, "/bin/sh", "-c",
        "env > \(noted.path).new; mv \(noted.path).new \(noted.path); exec cat",
      ], environment: environment, output: folder.url.appending(path: "said").path)
    defer {
      kill(terminal, SIGTERM)
      var status: Int32 = 0
      waitpid(terminal, &status, 0)
    }
    try waitUntil("kitty is there", within: .seconds(60)) {
      FileManager.default.fileExists(atPath: noted.path)
    }
    let lines = try String(contentsOf: noted, encoding: .utf8).split(separator: "\n")
    let inside = Dictionary(
      lines.compactMap { line -> (String, String)? in
        let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
        return parts.count == 2 ? (parts[0], parts[1]) : nil
      }
    ) { $1 }
    let opener = try #require(WindowOpener.current(environment: inside))
    #expect(opener == .kitty)
    let program = try #require(
      opener.programs.lazy.compactMap { ProgramSearch.path(of: $0, environment: inside) }.first)
    let made = folder.url.appending(path: "made in it's window")
    let answer = ProgramRun.runBriefly(
      program,
      opener.arguments(
        ["/bin/sh", "-c", "echo \"$WORD\" > \"$0\"; exec cat", made.path],
        variables: ["WORD": "told"], columns: 80, rows: 40), environment: inside)
    #expect(answer?.status == 0, "\(answer?.complaint ?? "")")
    try waitUntil("the command runs in its window") {
      (try? String(contentsOf: made, encoding: .utf8)) == "told\n"
    }
    let windows = await ProgramRun.output(
      kitty, ["@", "--to", socket, "ls"], environment: inside, limit: 1 << 20)
    #expect(windows?.output.components(separatedBy: "\"is_self\"").count == 3, "\(windows)")
  }
}
