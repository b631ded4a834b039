import CNCurses
import TerminalSurface

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// ncurses opened in the best way that this terminal and this machine allow.
@MainActor
struct OpenedScreen {
  let type: TerminalType
  let depth: ColorDepth
  let notice: String?

  init(_ options: TerminalOptions) throws(TerminalError) {
    let asked = TerminalType(name: options.environment["TERM"] ?? "")
    let support = ColorSupport(environment: options.environment)
    let isColored = !support.isOff && options.depth != ColorDepth.none
    let wantsDirect = isColored && support.claimsDirect && (options.depth ?? .direct) == .direct

    for name in [asked.name] + asked.fallbacks where !name.isEmpty {
      let isDirect =
        wantsDirect && Self.openDirect(name, options)
      guard isDirect || Self.open(name, options, colors: isColored) else { continue }
      type = TerminalType(name: name)
      let shown = ColorSupport.depth(colors: Int(cncurses_colors()), isDirect: isDirect)
      depth = min(shown, options.depth ?? .direct)
      notice =
        name == asked.name
        ? nil
        : "The terminal type \"\(Sanitizer.visible(asked.name))\" is not known on this computer; "
          + "drawing as for \(name)."
      return
    }
    throw TerminalError(
      .unknownType,
      "the terminal type TERM=\(Sanitizer.visible(asked.name)) is not known on this computer")
  }

  private static func open(_ name: String, _ options: TerminalOptions, colors: Bool) -> Bool {
    cncurses_open(name, options.output, options.input, colors)
  }

  /// Opens by our own entry.
  ///
  /// ncurses finds it through the environment, which is put back at once, so that no program we
  /// start ever sees it.
  private static func openDirect(_ name: String, _ options: TerminalOptions) -> Bool {
    guard let cacheFolder = options.cacheFolder,
      let entry = DirectColorEntry(type: name, cacheFolder: cacheFolder)
    else { return false }
    let before = getenv("TERMINFO").map { String(cString: $0) }
    setenv("TERMINFO", entry.folder, 1)
    defer {
      if let before { setenv("TERMINFO", before, 1) } else { unsetenv("TERMINFO") }
    }
    return open(DirectColorEntry.name, options, colors: true) && isDeep()
  }

  /// Whether the opened screen really has the colours; ncurses of ABI 5 counts them in 16 bits.
  private static func isDeep() -> Bool {
    if cncurses_colors() > 1 << 16 { return true }
    cncurses_close()
    return false
  }
}
