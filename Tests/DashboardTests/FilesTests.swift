import BuildModel
import TerminalSurface
import Testing
import Theming

@testable import Dashboard

/// What a build leaves: its configuration, its files, its machine.
struct FilesTests {
  private static let report = Artifact(
    slug: ArtifactSlug(rawValue: "00000000000000a1"), title: "report.txt", byteCount: 2000)

  @Test func `the configuration of the build comes first, then the app's`() {
    var state = Dashboard.State.withList()
    #expect(state.press("c") == [.loadConfiguration(Scenes.failed, .build)])
    #expect(state.text.contains("Loading the configuration"))
    state.feed(.configurationLoaded(Scenes.failed, .build, text: "workflows:\n  primary: {}\n"))
    #expect(state.text.contains("primary: {}"))
    #expect(state.press("\t") == [.loadConfiguration(Scenes.failed, .app)])
    // What was asked for before is not what is looked at now.
    state.feed(.configurationLoaded(Scenes.failed, .build, text: "old: {}\n"))
    #expect(!state.text.contains("old"))
    state.press("\u{1B}")
    #expect(state.dialog == nil)
  }

  @Test func `why there is no configuration stands where it would stand`() {
    var state = Dashboard.State.withList()
    state.press("c")
    state.feed(.refused(.loadConfiguration(Scenes.failed, .build), sentence: "It was lost."))
    #expect(state.text.contains("It was lost."))
  }

  @Test func `a file is fetched by Enter, told as it comes, and stopped by Esc`() {
    var state = Dashboard.State.withList()
    #expect(state.press("A") == [.loadArtifacts(Scenes.failed)])
    state.feed(.artifactsLoaded(Scenes.failed, [Self.report]))
    #expect(state.press("\r") == [.download(Scenes.failed, Self.report)])
    #expect(state.press("\r") == [], "one at a time")
    state.feed(.downloadGrew(Self.report, bytes: 500))
    #expect(state.text.contains("25%  500 B of 2.0 kB"))
    #expect(state.press("\u{1B}") == [.stopDownload])
    #expect(state.dialog != nil)
    state.press("\r")
    state.feed(.downloaded(Self.report, path: "/home/ana/report.txt"))
    #expect(state.notice?.text.contains("/home/ana/report.txt") == true)
    #expect(state.press("\u{1B}") == [])
    #expect(state.dialog == nil)
  }

  @Test func `a kept machine is sent away after a question`() throws {
    var state = Dashboard.State.withList()
    var build = try #require(state.selectedBuild)
    build.keptUntil = state.facts.now.addingTimeInterval(600)
    state.feed(.buildChanged(build))
    state.press("x")
    #expect(state.text.contains("Send the kept machine of #2"))
    #expect(state.press("\r") == [.sendAway(Scenes.failed)])
  }

  @Test func `a rebuild can have another stack, never its own a second time`() throws {
    var state = Dashboard.State.withList()
    let own = try #require(state.selectedBuild).stack.rawValue
    state.feed(.serviceLoaded(ServiceFacts(stacks: [own, "jammy", "noble"])))
    state.press("Rt")
    #expect(state.text.contains("stack jammy, not on \(own)"))
    state.press("t")
    #expect(
      state.press("\r") == [.rebuild(Scenes.failed, remoteAccess: true, hold: 0, stack: "noble")])
  }

  @Test(arguments: [
    ("# a: b", ["muted"]), ("a: b", ["accent", "muted", "overlay"]),
    ("- a: \"b: c\" # d", ["muted", "accent", "muted", "success"]),
    ("- https://x.y/z", ["muted", "overlay"]),
    ("a: 1 # b", ["accent", "muted", "overlay", "muted"]),
  ])
  func `a line of YAML falls into its parts`(line: String, roles: [String]) {
    var highlight = YAMLHighlight()
    let pieces = highlight.pieces(of: line).filter { !$0.text.isEmpty }
    #expect(pieces.map(\.role.rawValue) == roles)
    #expect(pieces.map(\.text).joined() == line)
  }

  @Test func `a script in YAML is text to the end of its block`() {
    var highlight = YAMLHighlight()
    let lines = ["  - content: |", "      # echo a: b", "", "      c: d", "  e: f"]
    let roles = lines.map { line in highlight.pieces(of: line).map(\.role) }
    #expect(roles[1] == [.overlay])
    #expect(roles[3] == [.overlay])
    #expect(roles[4].contains(.accent))
  }

  @Test func `large figures stand for the clock`() {
    #expect(
      LargeFigures.lines("9:1", scale: 1, glyph: "X") == [
        "XXX    X ", "X X X XX ", "XXX    X ", "  X X  X ", "XXX   XXX",
      ])
    #expect(LargeFigures.columns("10:00", scale: 2) == 34)
  }
}
