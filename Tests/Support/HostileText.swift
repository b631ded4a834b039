/// Text that a log line, a branch name or a server's answer might hold to reach the terminal.
package enum HostileText {
  package static let samples: [String] = [
    "\u{1B}]52;c;cm0gLXJmIC8=\u{7}",  // sets the clipboard
    "\u{1B}]0;stolen\u{7}",  // sets the title
    "\u{1B}]8;;http://evil.example\u{1B}\\link\u{1B}]8;;\u{1B}\\",
    "\u{1B}]52;c;never ended",
    "\u{1B}[31mred\u{1B}[0m",
    "\u{9B}31m",  // the one-character form of ESC [
    "\u{9D}0;stolen\u{9C}",
    "\u{1B}[6n",  // asks for the cursor's place, which is then typed
    "\u{1B}[2J\u{1B}[H",
    "\u{1B}[?1049l",
    "\u{1B}P1$r0m\u{1B}\\",
    "\u{1B}_Gf=100\u{1B}\\",
    "\u{1B}c",
    "\u{7}\u{8}\u{8}\u{8}\u{B}\u{C}\u{E}\u{0}\u{7F}",
    "one\r\ntwo\ttabs\rthree",
    "\u{202E}txt.exe\u{202C}\u{2066}\u{200F}\u{61C}",
    "a\u{200B}b\u{FEFF}c\u{AD}d\u{2060}e\u{E0041}",
    "a" + String(repeating: "\u{301}", count: 200),
    "\u{301}\u{20DD}leading marks",
    "👨‍👩‍👧‍👦 🇩🇪 👍🏽 ❤️ 1️⃣ 日本語 한글",
    "\u{2028}\u{2029}\u{FFF9}\u{378}\u{10FFFF}",
    "\u{1B}",
    "\u{1B}[",
    "\u{1B}[38;2;999;999;999m\u{1B}[99999999999999999999m",
  ]

  /// Whether a terminal would show this and do nothing else.
  package static func isHarmless(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
      default: !scalar.properties.isDefaultIgnorableCodePoint
      }
    }
  }
}
