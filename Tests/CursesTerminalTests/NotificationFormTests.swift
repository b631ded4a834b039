import Testing

@testable import CursesTerminal

struct NotificationFormTests {
  @Test(
    arguments: [
      (["TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"], .osc9),
      (["TERM": "xterm-256color", "WEZTERM_PANE": "0"], .osc9),
      (["TERM": "xterm-ghostty"], .osc9), (["TERM": "xterm-kitty"], .osc99),
      (["TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"], .osc99), (["TERM": "foot"], .osc777),
      (["TERM": "rxvt-unicode-256color"], .osc777),
      (["TERM": "xterm-256color", "VTE_VERSION": "7200"], .osc777),
      (["TERM": "xterm-256color"], nil), (["TERM": "alacritty"], nil), ([:], nil),
      (["TERM": "screen-256color", "TMUX": "/t,1,0", "KITTY_WINDOW_ID": "1"], nil),
      (["TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"], nil),
    ] as [([String: String], NotificationForm?)])
  func `a terminal is asked in its own way`(
    environment: [String: String], form: NotificationForm?
  ) {
    #expect(NotificationForm(environment: environment) == form)
  }

  @Test func `a sentence cannot end the request, or say more than it is`() {
    let hostile = "#1 a\u{1B}\\\u{7};b\u{9C}c closes"
    for form in [NotificationForm.osc9, .osc777, .osc99] {
      let body = form.sequence(hostile).dropFirst().dropLast(2)
      #expect(!body.unicodeScalars.contains { $0.value < 32 || (127..<160).contains($0.value) })
    }
    #expect(
      NotificationForm.osc777.sequence("a;b") == "\u{1B}]777;notify;airlock;a,b\u{1B}\\")
    #expect(NotificationForm.osc99.sequence("a;b") == "\u{1B}]99;;a;b\u{1B}\\")
  }
}
