import TerminalSurface
import Testing

@testable import Dashboard

struct KeymapTests {
  @Test func `no key stands for two commands in one place`() {
    for context in Set(Command.allCases.map(\.context)) {
      let keys = Command.allCases.filter { $0.context == context }
        .flatMap { Keymap.standard.keys(for: $0) }
      #expect(Set(keys).count == keys.count)
    }
  }

  @Test func `the standard keys stand in nobody's way`() {
    #expect(Keymap.standard.conflicts.isEmpty)
  }

  @Test func `a conflict names both, also where one hides the other`() {
    let keymap = Keymap.standard.rebound([.connect: [.character("r")], .wrap: [.character("j")]])
    let names = keymap.conflicts.map { "\($0.key.label) \($0.first) \($0.second)" }
    #expect(names == ["j down wrap", "r rebuild connect"])
    #expect(keymap.conflicts.first?.sentence.hasPrefix("j stands for down and for wrap;") == true)
  }

  @Test func `every key that a command has is read back from its name`() {
    for command in Command.allCases {
      #expect(Command(settingName: command.settingName) == command)
      for key in Keymap.standard.keys(for: command) {
        #expect(Key(label: key.label) == key, "\(key.label)")
      }
    }
    #expect(Command.rebuildRemotely.settingName == "rebuild_remotely")
    for label in ["", "shift-s", "ctrl-1", "hyper-x", "f99", "ctrl-"] {
      #expect(Key(label: label) == nil)
    }
  }

  @Test func `sentences name the keys that there are`() {
    var state = Dashboard.State.withList()
    state.keymap = Keymap.standard.rebound([.rebuildRemotely: [.control("t")]])
    #expect(state.availability(of: .connect).reason?.contains("ctrl-t rebuilds it") == true)
    state.keymap = Keymap.standard.rebound([.rebuildRemotely: []])
    #expect(
      state.availability(of: .connect).reason?
        .contains(": \u{201C}rebuild with remote access\u{201D} rebuilds it") == true)
  }

  @Test func `every command has a key and stands in the help`() {
    let rows = Help.rows(.withList())
    for command in Command.allCases {
      #expect(!Keymap.standard.keys(for: command).isEmpty)
      let stands = rows.contains { row in
        guard case .command(_, let title, _) = row else { return false }
        return title == command.title
      }
      #expect(stands, "\(command)")
    }
  }

  @Test func `a key that is bound otherwise shows so in footer and help`() {
    var state = Dashboard.State.withDoorOpen()
    state.keymap = Keymap([.connect: [.control("k")], .quit: [.character("Q")]])
    #expect(Footer.hints(state, columns: 80).map(\.key) == ["ctrl-k", "Q"])
    #expect(state.press(.control("k")) == [.connect(Scenes.remote)])
    #expect(state.press("q").isEmpty)
  }

  @Test(arguments: [
    (Key.control("d"), "ctrl-d"), (Key(.enter), "Enter"), (.character(" "), "space"),
    (.character("R"), "R"), (Key(.function(1)), "F1"), (Key(.character("x"), .alt), "alt-x"),
  ])
  func `keys have names`(_ key: Key, _ label: String) {
    #expect(key.label == label)
  }

  @Test(arguments: [10, 20, 30, 40, 60, 80, 120, 200])
  func `the footer never takes more room than there is`(_ columns: Int) {
    for state in [Dashboard.State.withList(), .withDoorOpen(), .withDoorClosing()] {
      let hints = Footer.hints(state, columns: columns)
      let taken = hints.reduce(0) { $0 + $1.columns } + Footer.gap * max(0, hints.count - 1)
      #expect(taken <= columns)
      #expect(columns < 20 || hints.contains { $0.label == "quit" })
    }
  }

  @Test func `what matters most stays when it gets narrow`() {
    func labels(_ state: Dashboard.State) -> [String] {
      Footer.hints(state, columns: 38).map(\.label)
    }
    #expect(labels(.withList()) == ["open", "rebuild", "help", "quit"])
    #expect(labels(.withDoorOpen()) == ["connect", "copy", "help", "quit"])
  }

  @Test func `a disabled key is told apart`() {
    let hints = Footer.hints(.withList(), columns: 200)
    #expect(hints.filter { !$0.isEnabled }.map(\.key) == ["s", "y", "a", "v", "x"])
  }

  @Test func `a key of the log says so in the list, and the other way round`() {
    var state = Dashboard.State.withList()
    state.press("]")
    #expect(state.notice == Notice("] is a key of the log; 3 goes there.", .hint))
    state.press("3>")
    #expect(state.notice == Notice("> is a key of the list; 1 goes there.", .hint))
    state.press("?\u{1B}&")
    #expect(state.notice == nil)
  }

  @Test func `what is about the whole log needs no way to it`() {
    var state = Dashboard.State.withList()
    state.press("W")
    #expect(state.detail.log.isWrapped)
    state.press("t")
    #expect(state.detail.log.showsTimes)
    #expect(state.focus == .list)
  }
}
