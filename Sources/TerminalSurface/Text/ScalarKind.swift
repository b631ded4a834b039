/// What becomes of a scalar on its way to the screen.
enum ScalarKind: Equatable {
  /// Shown, in this many columns.
  case spacing(Int)
  /// Shown on the character before it.
  case mark
  /// The zero-width joiner: what follows it belongs to the character before it.
  case joiner
  /// Invisible, and only good for deceiving the reader or the terminal's count of columns.
  case dropped
  /// Shown as this printable ASCII text.
  case replaced(String)

  init(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x20..<0x7F: self = .spacing(1)
    case 0x09, 0x0A: self = .replaced(" ")
    case 0..<0x20, 0x7F: self = .replaced(Self.caret(scalar))
    case 0x80..<0xA0: self = .replaced("\\x" + String(scalar.value, radix: 16))
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: self = .mark  // vowels and finals of Hangul syllables
    case 0x200D: self = .joiner
    case 0x2028, 0x2029: self = .replaced(" ")
    case 0x20E3: self = .dropped  // the frame of a keycap, two columns wide in some terminals
    case 0x1F1E6...0x1F1FF: self = .replaced(Self.flagLetter(scalar))
    case _ where Self.turnsText(scalar): self = .replaced(Self.escaped(scalar))
    default: self = Self.byCategory(scalar)
    }
  }

  private static func byCategory(_ scalar: Unicode.Scalar) -> ScalarKind {
    if scalar.properties.isDefaultIgnorableCodePoint { return .dropped }
    return switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: .mark
    case .format, .lineSeparator, .paragraphSeparator, .control, .surrogate:
      .replaced(escaped(scalar))
    // A scalar that this library does not know: terminals will not agree on its width.
    case .unassigned: .replaced("?")
    default: .spacing(WideScalars.contains(scalar) ? 2 : 1)
    }
  }

  /// The bidirectional controls, which can make a line read as something it is not.
  private static func turnsText(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func caret(_ scalar: Unicode.Scalar) -> String {
    "^" + String(UnicodeScalar(UInt8(truncatingIfNeeded: scalar.value) ^ 0x40))
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    "\\u" + String(scalar.value, radix: 16)
  }

  /// A lone half of a flag has no agreed width, so flags are shown as their country's letters.
  private static func flagLetter(_ scalar: Unicode.Scalar) -> String {
    String(UnicodeScalar(UInt8(truncatingIfNeeded: scalar.value - 0x1F1E6) + 65))
  }
}
