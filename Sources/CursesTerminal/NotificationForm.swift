import TerminalSurface

/// How a terminal is asked to show a notification of the desktop's.
package enum NotificationForm: Sendable, Equatable {
  /// iTerm2's own way, which most others have taken over.
  case osc9
  /// That of rxvt, of foot, and of what GNOME's terminals are made of.
  case osc777
  /// kitty's.
  case osc99

  /// The way of the terminal that we run in; nil where none is known to have one.
  package init?(environment: [String: String]) {
    func isSet(_ name: String) -> Bool { environment[name]?.isEmpty == false }
    let program = (environment["TERM_PROGRAM"] ?? environment["LC_TERMINAL"] ?? "").lowercased()
    let type = environment["TERM"] ?? ""
    // tmux hands none of them on; its own variables would still name the terminal around it.
    guard !isSet("TMUX"), !type.hasPrefix("screen"), !type.hasPrefix("tmux") else { return nil }
    if isSet("KITTY_WINDOW_ID") || type.contains("kitty") {
      self = .osc99
    } else if ["iterm", "wezterm", "ghostty", "warp"].contains(where: program.hasPrefix)
      || isSet("WEZTERM_PANE") || type.contains("ghostty")
    {
      self = .osc9
    } else if isSet("VTE_VERSION") || type.hasPrefix("foot") || type.hasPrefix("rxvt") {
      self = .osc777
    } else {
      return nil
    }
  }

  /// What to send; nothing in the sentence can end it or be taken for another part of it.
  func sequence(_ sentence: String) -> String {
    let text = TextWidth.truncated(sentence, to: 120)
    return switch self {
    case .osc9: "\u{1B}]9;\(text)\u{1B}\\"
    case .osc777: "\u{1B}]777;notify;airlock;\(text.replacing(";", with: ","))\u{1B}\\"
    case .osc99: "\u{1B}]99;;\(text)\u{1B}\\"
    }
  }
}
