import Dashboard
import Foundation
import TerminalSurface
import TestSupport
import Testing
import Theming

@testable import airlock

@Suite struct SettingsTests {
  @Test func `an empty file means the defaults`() throws {
    #expect(try Settings("", name: "c") == Settings())
    #expect(try Settings("# nothing\n", name: "c") == Settings())
  }

  @Test(arguments: [("15s", 15.0), ("10m", 600), ("1h30m", 5400), ("90", 90)])
  func `the grace is a time`(text: String, seconds: Double) throws {
    #expect(try Settings("local: {grace: \(text)}", name: "c").grace == seconds)
  }

  @Test(arguments: [("0", 0.0), ("10m", 600)])
  func `failed machines stand by for a time, or not at all`(text: String, seconds: Double) throws {
    #expect(try Settings("local: {keep_failed: \(text)}", name: "c").keepFailed == seconds)
  }

  @Test(arguments: [
    ("local: {grace: soon}", "c:1:16: `grace` takes a time, like 15s, 10m or 1h."),
    (
      "local: {keep_failed: -1}",
      "c:1:22: `keep_failed` takes a time, like 10m, or 0 for none."
    ), ("local: {hold: 5}", "c:1:9: `local` knows only `grace` and `keep_failed`."),
    ("local: {grace: -5}", "c:1:16: `grace` takes a time, like 15s, 10m or 1h."),
    (
      "theme: light\nlocals: 1",
      "c:2:1: the settings are `access`, `local`, `stacks`, `theme`, `mouse` and `keys`,"
        + " not `locals`."
    ), ("mouse: perhaps", "c:1:8: `mouse` takes true or false."),
    ("keys: s", "c:1:7: `keys` takes a mapping, like {connect: S, wrap: []}."),
    (
      "keys:\n  connect: [C, shift-s]",
      "c:2:16: a key is written like s, S, ctrl-d, alt-x, space, Enter, PgUp or F5, in quotes"
        + " where YAML wants them."
    ),
    (
      "theme: light\nkeys:\n  connect: r",
      "c:3:3: r stands for rebuild and for connect; give one of them another key, or [] for none."
    ), ("keys: {quit: [], quit_at_once: []}", "c:1:7: `quit` or `quit_at_once` must keep a key."),
    ("local: 5", "c:1:8: `local` takes a mapping, like {grace: 10m}."),
  ]) func `a mistake is told with its place`(text: String, sentence: String) {
    let error = #expect(throws: ProgramError.self) { try Settings(text, name: "c") }
    #expect(error?.description == sentence)
    #expect(error?.status == .badConfiguration)
  }
}

@Suite struct KeySettingsTests {
  @Test func `keys are bound otherwise, and taken away`() throws {
    let text =
      "keys:\n  connect: [C, alt-c]\n" + "  rebuild: r\n  wrap: []\n  search: [\"/\", ctrl-s]\n"
    let keymap = try Settings(text, name: "c").keymap
    #expect(keymap.keys(for: .connect) == [.character("C"), Key(.character("c"), .alt)])
    #expect(keymap.keys(for: .wrap).isEmpty)
    #expect(keymap.keys(for: .search) == [.character("/"), .control("s")])
    #expect(keymap.keys(for: .stop) == [.character("x")])
  }

  @Test func `no action is called so`() {
    let error = #expect(throws: ProgramError.self) { try Settings("keys: {fly: f}", name: "c") }
    #expect(
      error?.description.hasPrefix("c:1:8: there is no action `fly`; there are access,") == true)
  }

  @Test func `two keys may change places`() throws {
    let keymap = try Settings("keys: {connect: r, rebuild: s}", name: "c").keymap
    #expect(keymap.command(for: .character("r")) == .connect)
  }
}

@Suite struct ThemeShelfTests {
  private static func directories(_ folder: TemporaryFolder) throws -> Directories {
    let directories = Directories(environment: ["HOME": folder.url.path])
    try FileManager.default.createDirectory(
      at: ThemeShelf(directories).folder, withIntermediateDirectories: true)
    return directories
  }

  @Test func `themes of one's own come first and hide those of the program`() throws {
    let folder = try TemporaryFolder()
    let shelf = ThemeShelf(try Self.directories(folder))
    let mine = "name: mine\nbackground: light\n"
    for name in ["mine", "dark"] {
      try Data(mine.utf8).write(to: shelf.folder.appending(path: "\(name).yaml"))
    }
    #expect(Array(shelf.names.prefix(4)) == ["auto", "dark", "mine", "light"])
    #expect(try shelf.theme("dark").background == .light)
    #expect(try shelf.theme("nord") == Theme.named("nord"))
  }

  @Test func `a mistake in one is told with file and line`() throws {
    let folder = try TemporaryFolder()
    let shelf = ThemeShelf(try Self.directories(folder))
    let file = shelf.folder.appending(path: "mine.yaml")
    try Data("name: mine\nbackground: dusk\n".utf8).write(to: file)
    let error = #expect(throws: ProgramError.self) { try shelf.theme("mine") }
    #expect(error?.description == "\(file.path):2:13: a background is dark or light.")
    let unknown = #expect(throws: ProgramError.self) { try shelf.theme("../mine") }
    #expect(
      unknown?.description.hasPrefix("There is no theme ../mine; there are: auto, mine,") == true)
  }

  @Test(
    arguments: [
      (nil, "theme: nord\n"), ("mouse: false\n", "theme: nord\nmouse: false\n"),
      (
        "# mine\ntheme: dark  # for now\nmouse: false\n",
        "# mine\ntheme: nord # for now\nmouse: false\n"
      ),
    ] as [(String?, String)])
  func `a theme is written down, and nothing else is touched`(before: String?, after: String)
    throws
  {
    let folder = try TemporaryFolder()
    let place = try Self.directories(folder).configuration
    let file = place.appending(path: "config.yaml")
    if let before { try Data(before.utf8).write(to: file) }
    try Settings.write(theme: "nord", to: place)
    #expect(try String(contentsOf: file, encoding: .utf8) == after)
  }

  @Test func `a file that cannot be understood is not written to`() throws {
    let folder = try TemporaryFolder()
    let place = try Self.directories(folder).configuration
    let file = place.appending(path: "config.yaml")
    try Data("{theme: dark}\n".utf8).write(to: file)
    #expect(throws: ProgramError.self) { try Settings.write(theme: "nord", to: place) }
    #expect(try String(contentsOf: file, encoding: .utf8) == "{theme: dark}\n")
  }
}

@Suite struct BuildReferenceTests {
  @Test(arguments: [
    ("42", BuildReference.number(42)), ("#42", .number(42)), ("sample#3", .ofApp("sample", 3)),
    ("a#b#3", .ofApp("a#b", 3)),
  ]) func `numbers and apps are told apart`(text: String, reference: BuildReference) throws {
    #expect(try BuildReference(text) == reference)
  }

  @Test func `sixteen digits are a slug`() throws {
    #expect(
      try BuildReference("1234567890123456") == .slug(.init(rawValue: "1234567890123456")))
  }

  @Test(arguments: ["a#", "a#x"]) func `what names no build is refused`(text: String) {
    #expect(throws: ProgramError.self) { try BuildReference(text) }
  }
}

@Suite struct DirectoriesTests {
  @Test func `the XDG variables count, and relative ones do not`() {
    let directories = Directories(environment: [
      "HOME": "/home/a", "XDG_DATA_HOME": "/data", "XDG_CONFIG_HOME": "relative",
    ])
    #expect(directories.data.path == "/data/airlock")
    #expect(directories.configuration.path == "/home/a/.config/airlock")
    #expect(directories.state.path == "/home/a/.local/state/airlock")
  }
}

@Suite struct WindowTextTests {
  @Test(arguments: [(600.0, "10:00"), (59.2, "1:00"), (9, "0:09"), (-3, "0:00"), (3600, "60:00")])
  func `a clock counts minutes and seconds`(seconds: Double, text: String) {
    #expect(WindowText.clock(seconds) == text)
  }
}

@Suite struct ConfigurationTemplateTests {
  /// What is left when the comment signs before settings are gone.
  private static var settings: String {
    ConfigurationTemplate.text.split(separator: "\n").filter { $0.hasPrefix("#") }
      .map { $0.dropFirst() }.filter { !$0.hasPrefix(" ") || $0.hasPrefix("  ") }
      .filter { !$0.hasPrefix("   ") }.joined(separator: "\n")
  }

  @Test func `as it is written it changes nothing`() throws {
    #expect(try Settings(ConfigurationTemplate.text, name: "c") == Settings())
  }

  @Test func `without its comment signs it says the defaults, every one`() throws {
    #expect(try Settings(Self.settings, name: "c") == Settings())
    for command in Command.allCases {
      #expect(Self.settings.contains("  \(command.settingName): ["))
    }
    #expect(Self.settings.contains("keep_failed: 10m"))
  }

  @Test(arguments: [
    ("theme: auto", "auto", ThemePair()),
    ("theme: {light: paper}", "auto", ThemePair(dark: "dark", light: "paper")),
    ("theme: {dark: nord, light: paper}", "auto", ThemePair(dark: "nord", light: "paper")),
    ("theme: nord", "nord", ThemePair()),
  ])
  func `a theme is one, or a pair`(text: String, theme: String, pair: ThemePair) throws {
    let settings = try Settings(text, name: "c")
    #expect(settings.theme == theme)
    #expect(settings.themePair == pair)
  }
}
