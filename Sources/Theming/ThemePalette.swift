import TerminalSurface

/// The colours that a theme's file gives names to.
struct ThemePalette {
  let ground: Color
  private let colors: [String: Color]

  /// - Parameter basis: the theme whose roles stand in, so that their colours must be there.
  init(_ node: ThemeNode, completing basis: ThemeBasis? = nil) throws(ThemeError) {
    var colors: [String: Color] = [:]
    for (name, value) in try node.pairs() {
      colors[name] = try Self.hexadecimal(value)
    }
    guard let ground = colors["ground"] else {
      throw node.error("the colours need one named ground, which stands behind everything")
    }
    if let basis {
      for (name, _) in try basis.colors.pairs() where colors[name] == nil {
        throw node.error(
          "the colours need one named \(name), for the roles of \(basis.file) that stand in for"
            + " those not given here")
      }
    }
    self.colors = colors
    self.ground = ground
  }

  func color(_ node: ThemeNode) throws(ThemeError) -> Color {
    let name = try node.text()
    if name.hasPrefix("#") { return try Self.hexadecimal(node) }
    guard let color = colors[name] else {
      throw node.unknown(name, among: Array(colors.keys), what: "colour")
    }
    return color
  }

  static func named(_ node: ThemeNode) throws(ThemeError) -> Color {
    let name = try node.text()
    if name == "default" { return .standard }
    guard let index = ansiNames.firstIndex(of: name) else {
      throw node.unknown(name, among: ansiNames + ["default"], what: "colour")
    }
    return .ansi(UInt8(index))
  }

  private static func hexadecimal(_ node: ThemeNode) throws(ThemeError) -> Color {
    let text = try node.text()
    guard text.hasPrefix("#"), text.utf8.count == 7, text.dropFirst().allSatisfy(\.isHexDigit),
      let value = UInt32(text.dropFirst(), radix: 16)
    else {
      throw node.error("'\(text)' is not a colour; write it as \"#rrggbb\", in quotes")
    }
    return .rgb(value)
  }

  private static let ansiNames = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
    "brightBlack", "brightRed", "brightGreen", "brightYellow",
    "brightBlue", "brightMagenta", "brightCyan", "brightWhite",
  ]
}
