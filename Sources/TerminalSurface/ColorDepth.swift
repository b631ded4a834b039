/// How many colours a terminal shows.
package enum ColorDepth: Int, Sendable, Comparable, CaseIterable {
  /// Attributes such as bold and reverse only.
  case none
  /// The eight basic colours; bold makes them bright.
  case ansi8
  /// The sixteen named colours.
  case ansi16
  /// The xterm palette.
  case indexed256
  /// 24-bit colours.
  case direct

  package static func < (left: ColorDepth, right: ColorDepth) -> Bool {
    left.rawValue < right.rawValue
  }
}

extension Style {
  /// The nearest style that a terminal of this depth can show.
  package func degraded(to depth: ColorDepth) -> Style {
    var style = self
    style.foreground = foreground.degraded(to: depth)
    style.background = background.degraded(to: depth)
    guard depth == .ansi8 else { return style }
    if case .ansi(let number) = style.foreground, number >= 8 {
      style.foreground = .ansi(number - 8)
      style.attributes.insert(.bold)
    }
    if case .ansi(let number) = style.background, number >= 8 {
      style.background = .ansi(number - 8)
    }
    // Bright text on its own dark colour, or the reverse, would vanish.
    if style.foreground == style.background, style.foreground != .standard {
      style.foreground = .standard
    }
    return style
  }
}

extension Color {
  /// The nearest colour that a terminal of this depth can show; eight-colour terminals get their
  /// bright half from ``Style/degraded(to:)``.
  package func degraded(to depth: ColorDepth) -> Color {
    switch (depth, self) {
    case (.none, _), (_, .standard): .standard
    case (.direct, _), (_, .ansi): self
    case (.indexed256, .indexed): self
    case (.indexed256, .rgb(let value)): .indexed(RGB(value).nearestIndex)
    case (_, .indexed(let index)): .ansi(RGB(index: index).nearestANSI)
    case (_, .rgb(let value)): .ansi(RGB(value).nearestANSI)
    }
  }
}
