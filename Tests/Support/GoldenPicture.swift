import TerminalSurface
import Theming

/// A surface as text: its characters, a grid of letters for its styles, and what they stand for.
struct GoldenPicture {
  let text: String

  init(_ surface: Surface, theme: Theme?) {
    var legend = StyleLegend(theme: theme)
    let styles = (0..<surface.size.rows).map { row in
      (0..<surface.size.columns).map { legend.letter(surface[$0, row].style) }.joined()
    }
    let header = "\(surface.size.columns)x\(surface.size.rows)"
    text =
      ([header] + surface.rows.map(Self.trimmed) + ["", "styles"] + styles + ["", "legend"]
      + legend.lines).joined(separator: "\n") + "\n"
  }

  /// Editors take spaces off line ends; the grid of styles still shows how wide the row is.
  private static func trimmed(_ row: String) -> String {
    var row = row[...]
    while row.last == " " { row.removeLast() }
    return String(row)
  }
}

/// Gives letters to styles in the order in which they appear.
private struct StyleLegend {
  private static let letters = Array(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
  private let theme: Theme?
  private var known: [Style: String] = [:]
  private(set) var lines: [String] = []

  init(theme: Theme?) {
    self.theme = theme
  }

  mutating func letter(_ style: Style) -> String {
    if style == .plain { return "." }
    if let letter = known[style] { return letter }
    let letter = known.count < Self.letters.count ? String(Self.letters[known.count]) : "?"
    known[style] = letter
    lines.append("\(letter) \(roleName(style) ?? Self.description(style))")
    return letter
  }

  private func roleName(_ style: Style) -> String? {
    guard let theme else { return nil }
    let roles = ThemeRole.allCases.filter { theme[$0] == style }
    if !roles.isEmpty { return roles.map(\.rawValue).joined(separator: " ") }
    for ground in ThemeRole.allCases {
      for role in ThemeRole.allCases where theme.style(role, on: ground) == style {
        return "\(role.rawValue) on \(ground.rawValue)"
      }
    }
    return nil
  }

  private static func description(_ style: Style) -> String {
    let names: [(Style.Attributes, String)] = [
      (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"),
      (.reverse, "reverse"),
    ]
    let attributes = names.filter { style.attributes.contains($0.0) }.map { " " + $0.1 }
    return "\(color(style.foreground)) on \(color(style.background))" + attributes.joined()
  }

  private static func color(_ color: Color) -> String {
    switch color {
    case .standard: "default"
    case .ansi(let number): "ansi\(number)"
    case .indexed(let number): "index\(number)"
    case .rgb(let value):
      "#" + String(repeating: "0", count: 6 - String(value, radix: 16).count)
        + String(value, radix: 16)
    }
  }
}
