import Testing

@testable import Workstation

@Suite struct ClipboardRouteTests {
  private func routes(_ environment: [String: String], _ programs: Set<String>) -> [ClipboardRoute]
  {
    ClipboardRoute.routes(environment: environment, hasProgram: programs.contains)
  }

  @Test func `tmux is told first, since it alone works with any configuration`() {
    let routes = routes(["TMUX": "/tmp/x", "DISPLAY": ":0"], ["tmux", "xclip"])
    #expect(routes.first == .program(["tmux", "load-buffer", "-w", "-"]))
    #expect(routes.last == .terminal)
  }

  @Test func `over SSH the terminal comes before the far computer's programs`() {
    let routes = routes(["SSH_TTY": "/dev/pts/1", "DISPLAY": ":10"], ["xclip"])
    #expect(routes.first == .terminal)
  }

  @Test func `programs need their display`() {
    #expect(routes([:], ["xclip", "wl-copy", "xsel"]) == [.terminal])
    #expect(
      routes(["WAYLAND_DISPLAY": "w"], ["wl-copy", "xclip"])
        == [.program(["wl-copy"]), .terminal])
  }

  @Test func `pbcopy is used where it is`() {
    #expect(routes([:], ["pbcopy"]) == [.program(["pbcopy"]), .terminal])
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("ü", "w7w="),
    ("vagrant@127.0.0.1", "dmFncmFudEAxMjcuMC4wLjE="),
  ]) func `base64 is the standard's`(text: String, encoded: String) {
    #expect(Base64.encode(Array(text.utf8)) == encoded)
  }

  @Test func `the sequence ends with ST and holds nothing raw`() {
    #expect(ClipboardOutcome.sequence(for: "foo") == "\u{1b}]52;c;Zm9v\u{1b}\\")
  }
}
