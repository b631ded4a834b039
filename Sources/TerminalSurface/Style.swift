/// A colour as asked for; the terminal's own depth decides what is sent.
package enum Color: Sendable, Equatable, Hashable {
  /// The terminal's own foreground or background.
  case standard
  /// One of the sixteen named colours, 0 to 15.
  case ansi(UInt8)
  /// One of the 256 of the xterm palette.
  case indexed(UInt8)
  /// 0xRRGGBB.
  case rgb(UInt32)
}

/// How a cell looks.
package struct Style: Sendable, Equatable, Hashable {
  package struct Attributes: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let bold = Attributes(rawValue: 1)
    package static let dim = Attributes(rawValue: 2)
    package static let italic = Attributes(rawValue: 4)
    package static let underline = Attributes(rawValue: 8)
    package static let reverse = Attributes(rawValue: 16)
  }

  package var foreground: Color
  package var background: Color
  package var attributes: Attributes

  package static let plain = Style()

  package init(
    foreground: Color = .standard, background: Color = .standard, attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}
