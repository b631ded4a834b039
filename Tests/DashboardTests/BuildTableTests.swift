import BuildModel
import TerminalSurface
import Testing

@testable import Dashboard

struct BuildTableTests {
  private func state() -> Dashboard.State {
    var state = Scenes.state()
    var builds = [
      Scenes.build(1, .success, workflow: "test", minutesAgo: 40),
      Scenes.build(2, .failed, workflow: "deploy", minutesAgo: 30),
      Scenes.build(3, .running, workflow: "test", minutesAgo: 20),
      Scenes.build(4, .failed, workflow: "build", minutesAgo: 10),
    ]
    builds[1].branch = "next"
    builds[3].branch = "next"
    builds[3].appTitle = "shop"
    state.feed(.started, .buildsLoaded(builds))
    return state
  }

  /// Numbers of builds, and headings as they are.
  private func rows(_ state: Dashboard.State) -> [String] {
    state.builds.table.entries.map { entry in
      switch entry {
      case .build(let index): String(state.facts.builds[index].number)
      case .heading(let name, let count, let failed): "\(name) \(count) \(failed)"
      }
    }
  }

  @Test(arguments: [
    ("", ["4", "3", "2", "1"]),
    (">", ["3", "4", "2", "1"]),
    (">>", ["3", "2", "1", "4"]),
    (">>>", ["4", "2", "3", "1"]),
    (">>>>", ["3", "1", "4", "2"]),
    ("<", ["1", "2", "3", "4"]),
    (">>>>>>", ["4", "3", "2", "1"]),
    ("b", ["shop 1 1", "4", "sample 3 1", "3", "2", "1"]),
    ("bb", ["next 2 2", "4", "2", "main 2 0", "3", "1"]),
    ("bbb", ["4", "3", "2", "1"]),
    ("jjp", ["Pinned 1 1", "2", "Others 3 1", "4", "3", "1"]),
    ("jjpp", ["4", "3", "2", "1"]),
  ])
  func `the list is sorted, grouped and pinned`(keys: String, expected: [String]) {
    var state = state()
    state.press(keys)
    #expect(rows(state) == expected)
  }

  @Test func `moving passes over headings, and the selection keeps its build`() {
    var state = state()
    state.press("b")
    #expect(state.selectedBuild?.number == 4)
    let seen = ["j", "j", "j", "k", "g", "k", "G"].map { key in
      state.press(key)
      return state.selectedBuild?.number
    }
    #expect(seen == [3, 2, 1, 2, 4, 4, 1])
    state.press("bb")
    #expect(state.selectedBuild?.number == 1)
  }

  @Test func `the heading above the first build stays in sight`() {
    var state = state()
    state.press("bGg")
    #expect(state.builds.top == 0)
  }

  @Test func `a filter chooses as it is typed, Enter keeps it, Esc lets it go`() {
    var state = state()
    state.press("/status:fai")
    #expect(rows(state) == ["4", "2"])
    #expect(state.selectedBuild?.number == 4)
    state.press("\r")
    #expect(state.prompt == nil)
    #expect(rows(state) == ["4", "2"])
    #expect(state.text.contains("/status:fai"))
    state.press("\u{1B}")
    #expect(rows(state) == ["4", "3", "2", "1"])
  }

  @Test func `Esc while typing brings back what was there before`() {
    var state = state()
    state.press("jj/status:failed\r")
    #expect(state.selectedBuild?.number == 2)
    state.press("/")
    state.press(.control("u"))
    state.press("shop")
    #expect(rows(state) == ["4"])
    state.press("\u{1B}")
    #expect(rows(state) == ["4", "2"])
    #expect(state.selectedBuild?.number == 2)
  }

  @Test func `earlier filters come back with the arrow`() {
    var state = state()
    state.press("/shop\r/")
    state.press(.control("u"))
    state.press("next\r\u{1B}/")
    state.press(Key(.up))
    #expect(state.prompt?.field.text == "next")
    state.press(Key(.up))
    #expect(state.prompt?.field.text == "shop")
    #expect(rows(state) == ["4"])
  }

  @Test func `a mistake is told and chooses nothing else`() {
    var state = state()
    state.press("/status:failed")
    state.feed(.input(.paste(" colour:red")))
    #expect(state.prompt?.problem?.hasPrefix("there is no field colour") == true)
    state.press("\r")
    #expect(state.prompt != nil)
    #expect(rows(state) == ["4", "2"])
  }

  @Test func `in the log the same key searches`() {
    var state = Dashboard.State.withList()
    state.press("\r\r/")
    #expect(state.prompt?.verb == "search")
  }
}
