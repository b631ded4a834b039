/// A colour as its three parts, to compare it with others.
package struct RGB: Sendable, Equatable, Hashable {
  package let red: Int
  package let green: Int
  package let blue: Int

  /// A colour written as 0xRRGGBB.
  package init(_ value: UInt32) {
    red = Int(value >> 16 & 255)
    green = Int(value >> 8 & 255)
    blue = Int(value & 255)
  }

  private init(red: Int, green: Int, blue: Int) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// An entry of the xterm palette; terminals agree on all but its first sixteen.
  package init(index: UInt8) {
    let index = Int(index)
    switch index {
    case ..<16: self = Self.named[index]
    case ..<232:
      let cube = index - 16
      self.init(
        red: Self.levels[cube / 36], green: Self.levels[cube / 6 % 6],
        blue: Self.levels[cube % 6])
    default:
      let grey = 8 + 10 * (index - 232)
      self.init(red: grey, green: grey, blue: grey)
    }
  }

  /// The nearest xterm colour of those that no terminal's own theme changes: 16 to 255.
  package var nearestIndex: UInt8 {
    let (r, g, b) = (Self.level(red), Self.level(green), Self.level(blue))
    let cube = RGB(red: Self.levels[r], green: Self.levels[g], blue: Self.levels[b])
    let average = (red + green + blue) / 3
    let step = average > 238 ? 23 : max(0, (average - 3) / 10)
    let grey = RGB(red: 8 + 10 * step, green: 8 + 10 * step, blue: 8 + 10 * step)
    return distance(to: grey) < distance(to: cube)
      ? UInt8(232 + step) : UInt8(16 + 36 * r + 6 * g + b)
  }

  /// The nearest of the sixteen named colours, as xterm shows them.
  package var nearestANSI: UInt8 {
    var best = 0
    for index in Self.named.indices
    where distance(to: Self.named[index]) < distance(to: Self.named[best]) {
      best = index
    }
    return UInt8(best)
  }

  /// How differently the eye sees two colours: it is most sensitive to green.
  private func distance(to other: RGB) -> Int {
    let (r, g, b) = (red - other.red, green - other.green, blue - other.blue)
    return 2 * r * r + 4 * g * g + 3 * b * b
  }

  private static func level(_ part: Int) -> Int {
    part < 48 ? 0 : part < 115 ? 1 : (part - 35) / 40
  }

  private static let levels = [0, 95, 135, 175, 215, 255]

  private static let named: [RGB] =
    [
      0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
      0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
    ].map { RGB($0) }
}
