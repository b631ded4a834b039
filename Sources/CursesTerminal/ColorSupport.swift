import TerminalSurface

/// What the user's environment says about colours.
struct ColorSupport: Equatable {
  /// Whether the user wants none (no-color.org: any value but the empty one).
  let isOff: Bool
  /// Whether the terminal claims to show 24-bit colours.
  let claimsDirect: Bool

  init(environment: [String: String]) {
    isOff = !(environment["NO_COLOR"] ?? "").isEmpty
    claimsDirect =
      ["truecolor", "24bit"].contains(environment["COLORTERM"]?.lowercased())
      || (environment["TERM"] ?? "").hasSuffix("-direct")
  }

  /// The depth of an opened screen.
  static func depth(colors: Int, isDirect: Bool) -> ColorDepth {
    if isDirect, colors > 256 { return .direct }
    return switch colors {
    case 256...: .indexed256
    case 16...: .ansi16
    case 8...: .ansi8
    default: .none
    }
  }
}
