package import TerminalSurface

/// How the screen looks: a style for each role.
package struct Theme: Sendable, Equatable {
  /// The looks of one role, from the richest terminal to the poorest.
  struct Looks: Sendable, Equatable {
    var direct: Style
    var ansi: Style
    var mono: Style

    func style(for depth: ColorDepth) -> Style {
      switch depth {
      case .direct: direct
      case .indexed256: direct.degraded(to: .indexed256)
      case .ansi16, .ansi8: ansi.degraded(to: depth)
      case .none: mono
      }
    }
  }

  package typealias Background = TerminalSurface.Background

  package let name: String
  /// The kind of terminal background that this theme was made for.
  package let background: Background
  /// The depth that the styles are for.
  package let depth: ColorDepth
  /// The most colours that the theme uses, whatever the terminal shows.
  package let limit: ColorDepth
  private let looks: [ThemeRole: Looks]
  private let styles: [ThemeRole: Style]

  init(
    name: String, background: Background, looks: [ThemeRole: Looks], limit: ColorDepth = .direct,
    depth: ColorDepth = .direct
  ) {
    self.name = name
    self.background = background
    self.limit = limit
    self.depth = min(depth, limit)
    self.looks = looks
    styles = looks.mapValues { $0.style(for: min(depth, limit)) }
  }

  package subscript(role: ThemeRole) -> Style { styles[role] ?? .plain }

  /// What one role looks like on the ground of another: a failed build in the chosen row.
  package func style(_ role: ThemeRole, on ground: ThemeRole) -> Style {
    let (front, back) = (self[role], self[ground])
    var style = Style(
      foreground: front.foreground, background: back.background,
      attributes: front.attributes.union(back.attributes))
    // With few colours a role may look like the ground it is put on.
    if depth < .indexed256, back.background != .standard { style.foreground = back.foreground }
    return style
  }

  /// The theme as a terminal with fewer colours shows it, by each role's own look for them.
  package func resolved(for depth: ColorDepth) -> Theme {
    Theme(name: name, background: background, looks: looks, limit: limit, depth: depth)
  }
}

extension Theme: CustomStringConvertible {
  package var description: String { "theme \(name) for \(depth)" }
}
