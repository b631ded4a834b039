import TerminalSurface

extension Theme {
  /// Reads a theme; a mistake in it is told with its place and what would be right.
  package init(yaml: String, file: String) throws(ThemeError) {
    let document = try ThemeDocument(yaml: yaml, file: file)
    let root = try document.root.fields(known: ["name", "background", "colors", "roles"])
    let background = try root.required("background")
    guard let kind = Background(rawValue: try background.text()) else {
      throw background.error("a background is dark or light")
    }
    let palette = try ThemePalette(try root.required("colors"))
    let roles = try root.required("roles")
    let fields = try roles.fields(known: ThemeRole.allCases.map(\.rawValue))
    var looks: [ThemeRole: Looks] = [:]
    for role in ThemeRole.allCases {
      looks[role] = try Looks(try fields.required(role.rawValue), palette: palette)
    }
    self.init(name: try root.required("name").text(), background: kind, looks: looks)
  }
}

extension Theme.Looks {
  fileprivate init(_ node: ThemeNode, palette: ThemePalette) throws(ThemeError) {
    let fields = try node.fields(known: ["rgb", "ansi", "mono"])
    let mono = try Self.attributes(try fields.required("mono"))
    self.init(
      direct: try Self.style(try fields.required("rgb"), ground: palette.ground, palette.color),
      ansi: try Self.style(try fields.required("ansi"), ground: .standard, ThemePalette.named),
      mono: Style(attributes: mono))
  }

  private static func style(
    _ node: ThemeNode, ground: Color, _ color: (ThemeNode) throws(ThemeError) -> Color
  ) throws(ThemeError) -> Style {
    let fields = try node.fields(known: ["color", "on", "attributes"])
    var style = Style(foreground: try color(try fields.required("color")), background: ground)
    if let on = fields["on"] { style.background = try color(on) }
    if let list = fields["attributes"] { style.attributes = try attributes(list) }
    return style
  }

  private static func attributes(_ node: ThemeNode) throws(ThemeError) -> Style.Attributes {
    var attributes: Style.Attributes = []
    for item in try node.items() {
      let name = try item.text()
      guard let attribute = attributeNames[name] else {
        throw item.unknown(name, among: Array(attributeNames.keys), what: "attribute")
      }
      attributes.insert(attribute)
    }
    return attributes
  }

  private static let attributeNames: [String: Style.Attributes] = [
    "bold": .bold, "dim": .dim, "italic": .italic, "underline": .underline, "reverse": .reverse,
  ]
}
