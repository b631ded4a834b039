import CNCurses
import TerminalSurface

/// What is switched on in the terminal beside ncurses, as the bytes to send.
struct TerminalModes {
  /// Empty for terminals that would show the bytes as litter.
  let on: String
  let off: String
  /// Asks what colour is behind the text, and to be told when that changes; answered as input.
  let backgroundQuestion: String
  private let hasTitle: Bool

  init(type: TerminalType, mouse: Bool) {
    guard type.takesPrivateModes else {
      (on, off, backgroundQuestion, hasTitle) = ("", "", "", false)
      return
    }
    // Paste in brackets, focus, and the mouse by SGR. The title goes on the terminal's own stack.
    let modes = ["2004", "1004"] + (mouse ? ["1002", "1006"] : [])
    on = "\u{1B}[22;2t" + modes.map { "\u{1B}[?\($0)h" }.joined()
    off =
      "\u{1B}[?2031l" + modes.reversed().map { "\u{1B}[?\($0)l" }.joined() + "\u{1B}[23;2t"
    backgroundQuestion = "\u{1B}[?2031h\u{1B}]11;?\u{1B}\\"
    hasTitle = true
  }

  func title(_ text: String) -> String {
    hasTitle ? "\u{1B}]2;\(TextWidth.truncated(text, to: 120))\u{7}" : ""
  }

  /// The bell, and a notification of the desktop's in the terminal's own way; where none is known,
  /// in the commonest, which others swallow.
  func alert(_ sentence: String, _ form: NotificationForm?) -> String {
    hasTitle ? "\u{7}" + (form ?? .osc9).sequence(sentence) : "\u{7}"
  }

  /// What a crash handler must send; ncurses itself is not safe to call there.
  ///
  /// Ask while the screen is open.
  func emergencyReset() -> String {
    off + ["rmkx", "sgr0", "cnorm", "rmcup"].map(Self.capability).joined()
  }

  private static func capability(_ name: String) -> String {
    guard let bytes = cncurses_string(name) else { return "" }
    return withoutPadding(String(cString: bytes))
  }

  /// Capabilities of old terminals hold waits, written `$<5>`.
  static func withoutPadding(_ capability: String) -> String {
    var text = ""
    var rest = capability[...]
    while let character = rest.first {
      if rest.hasPrefix("$<"), let end = rest.firstIndex(of: ">") {
        rest = rest[rest.index(after: end)...]
      } else {
        text.append(character)
        rest.removeFirst()
      }
    }
    return text
  }
}
