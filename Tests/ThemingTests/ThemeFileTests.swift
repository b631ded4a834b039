import Foundation
import TerminalSurface
import Testing
import Theming

@Suite struct ThemeFileTests {
  /// The text of a file in `Themes/` at the top of the package.
  private static func text(_ name: String) throws -> String {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Themes/\(name).yaml")
    return try String(contentsOf: file, encoding: .utf8)
  }

  @Test(arguments: Theme.builtInNames)
  func `a file in Themes is the theme inside the program`(name: String) throws {
    let theme = try Theme(yaml: Self.text(name), file: "\(name).yaml")
    #expect(Theme.named(name) == theme)
    #expect(theme.name == name)
  }

  @Test func `there is no theme of another name, and no file without its theme`() throws {
    #expect(Theme.named("solarised") == nil)
    let files = try FileManager.default.contentsOfDirectory(
      atPath: URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Themes").path)
    #expect(Set(files) == Set(Theme.builtInNames.map { "\($0).yaml" }))
  }

  /// A change of the dark theme's text, and the error that it makes.
  static let mistakes: [(String, String, String)] = [
    ("  failed:\n", "  faild:\n", "t.yaml:93:3: there is no field 'faild'; there are aborted,"),
    ("{ color: red }\n", "{ color: rd }\n", "there is no colour 'rd'; there are amber, blue,"),
    ("color: yellow", "color: orange", "there is no colour 'orange'; there are black,"),
    ("mono: [bold]", "mono: [fat]", "there is no attribute 'fat'; there are bold, dim,"),
    ("mono: [bold]", "mono: bold", "this must be a list: [a, b]"),
    ("\"#14171c\"", "\"#14171\"", "'#14171' is not a colour; write it as \"#rrggbb\", in quotes"),
    ("\"#14171c\"", "#14171c", "'' is not a colour"),
    ("background: dark", "background: dusky", "t.yaml:7:13: a background is dark or light"),
    ("  ground: ", "  floor: ", "the colours need one named ground"),
    ("name: dark\n", "", "'name' is missing here"),
    ("roles:\n", "roles: [\n", "t.yaml:"),
    ("name: dark\n", "name: dark\nname: dark\n", "given twice: name"),
    ("name: dark", "name: [dark]", "this must be a single word"),
  ]

  @Test(arguments: mistakes)
  func `a mistake is told with its place`(old: String, new: String, sentence: String) throws {
    let text = try Self.text("dark")
    let range = try #require(text.range(of: old))
    let error = try #require(throws: ThemeError.self) {
      try Theme(yaml: text.replacingCharacters(in: range, with: new), file: "t.yaml")
    }
    #expect("\(error)".contains(sentence), "\(error)")
  }

  @Test func `a few colours make a theme, and what they lack is told`() throws {
    let few = "name: mine\nbackground: light\n"
    #expect(try Theme(yaml: few, file: "t.yaml")[.failed] == Theme.light[.failed])
    let short = few + "colors:\n  ground: \"#ffffff\"\n"
    let error = try #require(throws: ThemeError.self) { try Theme(yaml: short, file: "t.yaml") }
    #expect("\(error)".hasPrefix("t.yaml:4:3: the colours need one named "), "\(error)")
    let role =
      few + "roles:\n  failed:\n    rgb: { color: blue }\n"
      + "    ansi: { color: blue }\n    mono: []\n"
    let mine = try Theme(yaml: role, file: "t.yaml")
    #expect(mine[.failed].foreground == Theme.light[.accent].foreground)
    #expect(mine[.success] == Theme.light[.success])
    let wrong = #expect(throws: ThemeError.self) {
      try Theme(yaml: few + "limit: some\n", file: "t.yaml")
    }
    #expect(wrong?.line == 3)
  }

  @Test func `an empty file is told`() throws {
    let error = #expect(throws: ThemeError.self) { try Theme(yaml: "", file: "t.yaml") }
    #expect(error.map { "\($0)" } == "t.yaml: the file is empty")
  }
}
