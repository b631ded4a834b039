/// What the name in `TERM` lets us expect of a terminal.
struct TerminalType: Equatable {
  let name: String

  /// Terminals of today whose entry is missing on many machines, above all behind ssh.
  private static let modern = [
    "kitty", "ghostty", "foot", "wezterm", "alacritty", "contour", "rio",
  ]
  private static let xtermLike =
    modern + ["xterm", "tmux", "screen", "rxvt", "st-", "st", "vte", "konsole", "gnome", "iterm"]

  /// What to draw for when the name is not known on this machine, the best first.
  var fallbacks: [String] {
    let isModern = name.hasPrefix("xterm") || Self.modern.contains { name.contains($0) }
    return (isModern ? ["xterm-256color", "xterm"] : []) + ["ansi"]
  }

  /// Whether it takes xterm's private modes (paste, focus, mouse, title) without showing litter.
  var takesPrivateModes: Bool {
    Self.xtermLike.contains { name.hasPrefix($0) } || Self.modern.contains { name.contains($0) }
  }
}
