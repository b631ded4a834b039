/// A way of getting text onto the user's clipboard.
package enum ClipboardRoute: Sendable, Equatable {
  /// A program that takes the text on its standard input; its exit status tells the truth.
  case program([String])
  /// The escape sequence OSC 52: sent to the terminal, which does not say what it made of it.
  case terminal

  /// The ways that are worth trying here, best first.
  ///
  /// In tmux only `load-buffer -w -` works with any configuration. Over SSH the terminal's own
  /// clipboard is the one the person means, not that of the computer they are on.
  package static func routes(
    environment: [String: String], hasProgram: (String) -> Bool
  ) -> [ClipboardRoute] {
    func isSet(_ name: String) -> Bool { environment[name]?.isEmpty == false }
    var routes: [ClipboardRoute] = []
    if isSet("TMUX"), hasProgram("tmux") {
      routes.append(.program(["tmux", "load-buffer", "-w", "-"]))
    }
    if isSet("SSH_CONNECTION") || isSet("SSH_TTY") { routes.append(.terminal) }
    var candidates: [(String, [String])] = [("pbcopy", [])]
    if isSet("WAYLAND_DISPLAY") { candidates.append(("wl-copy", [])) }
    if isSet("DISPLAY") {
      candidates.append(("xclip", ["-selection", "clipboard", "-in"]))
      candidates.append(("xsel", ["--clipboard", "--input"]))
    }
    if isSet("WSL_DISTRO_NAME") { candidates.append(("clip.exe", [])) }
    for (name, arguments) in candidates where hasProgram(name) {
      routes.append(.program([name] + arguments))
    }
    if !routes.contains(.terminal) { routes.append(.terminal) }
    return routes
  }
}

extension ClipboardRoute {
  /// Why the terminal will not take a copy, where it is known for that; nil where it may.
  package static func terminalRefuses(environment: [String: String]) -> String? {
    if environment["TERM_PROGRAM"] == "Apple_Terminal" {
      return "Terminal.app takes no copies from programs; select it by hand."
    }
    if environment["TERM"] == "linux" || environment["TERM"] == "dumb" {
      return "this terminal has no clipboard; select it by hand."
    }
    return nil
  }
}

/// What became of a copy; the sentence is the truth and no more.
package enum ClipboardOutcome: Sendable, Equatable {
  case copied(with: String)
  /// To be sent to the terminal by whoever owns it.
  case sendToTerminal(sequence: String)
  /// Nobody takes it; the sentence says why.
  case nowhere(String)

  /// The sequence that asks a terminal to put text onto the clipboard.
  ///
  /// Ends with ST, which nested multiplexers understand more widely than BEL.
  package static func sequence(for text: String) -> String {
    "\u{1b}]52;c;\(Base64.encode(Array(text.utf8)))\u{1b}\\"
  }

  /// The same as it gets through GNU screen, which passes on only what is wrapped, and no more than
  /// 768 bytes at a time.
  ///
  /// It ends with BEL there: ST would end the wrapping.
  package static func sequenceThroughScreen(for text: String) -> String {
    var rest = Array("\u{1b}]52;c;\(Base64.encode(Array(text.utf8)))\u{7}".utf8)[...]
    var wrapped = ""
    while !rest.isEmpty {
      let part = rest.prefix(760)
      wrapped += "\u{1b}P\(String(decoding: part, as: UTF8.self))\u{1b}\\"
      rest = rest[part.endIndex...]
    }
    return wrapped
  }

  /// The longest sequence that terminals are known to take, in bytes.
  static let longest = 100_000
}

/// Base64 without Foundation, which the screen's half does without.
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encode(_ bytes: [UInt8]) -> String {
    var out: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var word = 0
      for byte in group { word = word << 8 | Int(byte) }
      word <<= 8 * (3 - group.count)
      for place in 0..<4 {
        let isPadding = place > group.count
        out.append(isPadding ? UInt8(ascii: "=") : alphabet[word >> (18 - 6 * place) & 63])
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
