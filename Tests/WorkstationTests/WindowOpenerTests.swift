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
  }

  @Test func `the others are called as their manuals say`() {
    let kitty = WindowOpener.kitty.arguments(
      command, variables: ["HOME": "/h"], columns: 200, rows: 50)
    #expect(
      kitty == ["@", "launch", "--type=window", "--location=vsplit", "--env", "HOME=/h", "--"]
        + command)
    let wezterm = WindowOpener.wezterm.arguments(
      command, variables: ["HOME": "/h"], columns: 80, rows: 24)
    #expect(wezterm == ["cli", "split-pane", "--bottom", "--", "env", "HOME=/h"] + command)
    let iterm = WindowOpener.iterm2.arguments(
      ["/a b/it's", "ssh"], variables: [:], columns: 80, rows: 24)
    #expect(iterm.last?.contains(#"command "'env' '/a b/it'\\''s' 'ssh'""#) == true, "\(iterm)")
  }
}
