import TerminalSurface

extension Theme {
  /// Reads a theme; a mistake in it is told with its place and what would be right.
  ///
  /// Colours and roles that it leaves out are those of the program's own theme for its background.
  package init(yaml: String, file: String) throws(ThemeError) {
    let document = try ThemeDocument(yaml: yaml, file: file)
    let root = try document.root.fields(known: ["name", "background", "limit", "colors", "roles"])
    let background = try root.required("background")
    guard let kind = Background(rawValue: try background.text()) else {
      throw background.error("a background is dark or light")
    }
    let own = try root["roles"]?.fields(known: ThemeRole.allCases.map(\.rawValue))
    let isWhole = ThemeRole.allCases.allSatisfy { own?[$0.rawValue] != nil }
    let basis: ThemeBasis? = if isWhole { nil } else { try ThemeBasis(kind) }
    let colors: ThemeNode =
      if let own = root["colors"] { own } else if let basis { basis.colors } else {
        try root.required("colors")
      }
    let palette = try ThemePalette(colors, completing: basis)
    var looks: [ThemeRole: Looks] = [:]
    for role in ThemeRole.allCases {
      guard let node = own?[role.rawValue] ?? basis?.roles[role.rawValue] else { continue }
      looks[role] = try Looks(node, palette: palette)
    }
    self.init(
      name: try root.required("name").text(), background: kind, looks: looks,
      limit: try Self.limit(root["limit"]))
  }
}

extension Theme {
  private static func limit(_ node: ThemeNode?) throws(ThemeError) -> ColorDepth {
    guard let node else { return .direct }
    switch try node.text() {
    case "ansi16": return .ansi16
    case "none": return .none
    default: throw node.error("a limit is ansi16 or none; without one a theme has all colours")
    }
  }
}

/// What a theme that does not say everything is completed from.
struct ThemeBasis {
  let file: String
  let colors: ThemeNode
  let roles: ThemeFields

  init(_ background: Theme.Background) throws(ThemeError) {
    file = "\(background.rawValue).yaml"
    let root = try ThemeDocument(yaml: Theme.text(of: background), file: file).root
      .fields(known: ["name", "background", "colors", "roles"])
    colors = try root.required("colors")
    roles = try root.required("roles").fields(known: ThemeRole.allCases.map(\.rawValue))
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
