import TerminalSurface
import Testing

@testable import Dashboard

struct PaletteTests {
  private func entries(_ text: String, _ state: Dashboard.State = .withList()) -> [Palette.Entry] {
    var palette = Palette.State()
    palette.field.insert(text)
    return Palette.entries(palette, state)
  }

  @Test func `every action is there, each with its key`() {
    let all = entries("")
    #expect(Set(all.map(\.command)) == Set(Command.allCases).subtracting([.palette]))
    #expect(all.allSatisfy { !$0.keys.isEmpty })
  }

  @Test(arguments: [
    ("rebuild with rem", Command.rebuildRemotely), ("open mach", .windows), ("quit", .quit),
    ("log search", .search), ("lsave", .saveLog), ("half a page u", .halfPageUp),
  ])
  func `what was meant comes first`(text: String, command: Command) {
    #expect(entries(text).first?.command == command)
  }

  @Test func `Enter does it, as its key would`() {
    var state = Dashboard.State.withDoorOpen()
    state.press(":shell inside")
    #expect(state.press("\r") == [.connect(Scenes.remote)])
    #expect(state.dialog == nil)
    state.press(":quit at once")
    #expect(state.press("\r").first.map { if case .quit = $0 { true } else { false } } == true)
  }

  @Test func `what cannot be done says why, instead`() {
    var state = Dashboard.State.withList()
    state.press(":shell inside\r")
    #expect(state.notice?.kind == .hint)
    #expect(state.notice?.text.contains("without remote access") == true)
  }

  @Test func `the choice moves with arrows and starts anew with another text`() {
    var state = Dashboard.State.withList()
    func chosen() -> Int? {
      guard case .palette(let palette) = state.dialog else { return nil }
      return palette.chosen
    }
    state.press(":")
    for key in [Key(.down), Key(.down), Key(.up)] { state.press(key) }
    #expect(chosen() == 1)
    state.press("s")
    #expect(chosen() == 0)
    state.feed(.input(.paste("ort")))
    #expect(state.text.contains("sort by the next column"))
    state.press("\u{1B}")
    #expect(chosen() == nil)
  }

  @Test func `figures give the panes the keys`() {
    var state = Dashboard.State.withDoorOpen(columns: 40, rows: 12)
    let seen = ["3", "2", "1", "4"].map { key in
      state.press(key)
      return "\(state.focus) \(state.pane == nil)"
    }
    #expect(seen == ["log true", "steps true", "list true", "list false"])
    state.press("6")
    #expect(state.windowList != nil)
    state.press("1")
    #expect(state.windowList == nil)
  }
}
