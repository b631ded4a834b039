import BuildModel
import TerminalSurface
import Testing

@testable import Dashboard

struct MovingTests {
  /// Builds 40 to 1, newest first, all loaded at once.
  private func long(rows: Int = 24) -> Dashboard.State {
    var state = Scenes.state(rows: rows)
    let builds = (1...40).map {
      Scenes.build($0, .success, workflow: "primary", minutesAgo: Double(100 - $0))
    }
    state.feed(.buildsLoaded(builds.shuffled()))
    return state
  }

  private func selected(_ state: Dashboard.State) -> Int? { state.selectedBuild?.number }

  @Test(arguments: [
    ("", 40), ("j", 39), ("jjj", 37), ("jk", 40), ("k", 40), ("G", 1), ("Gg", 40), ("Gj", 1),
    ("Gkk", 3),
  ])
  func `letters move the selection and stay in the list`(_ keys: String, _ number: Int) {
    var state = long()
    state.press(keys)
    #expect(selected(state) == number)
  }

  @Test(arguments: [
    (Key(.down), 39), (Key(.end), 1), (Key(.pageDown), 21), (.control("d"), 30),
    (.control("f"), 21), (Key(.up), 40), (.control("u"), 40), (Key(.home), 40), (Key(.pageUp), 40),
  ])
  func `so do the other keys`(_ key: Key, _ number: Int) {
    var state = long()
    state.press(key)
    #expect(selected(state) == number)
  }

  @Test func `the selection is always in sight`() {
    var state = long()
    for keys in ["G", "k", "g", "jjjjjjjjjjjjjjjjjjjjjjjjj", "kkkkkkkkkkkkkkkkkkkkkk"] {
      for key in keys {
        state.press(String(key))
        let number = selected(state).map { "#\($0) " } ?? "none"
        #expect(state.text.contains(number))
      }
    }
  }

  @Test func `the newest build is first, and the selection stays with its build`() {
    var state = long()
    state.press("jj")
    #expect(selected(state) == 38)
    state.feed(.buildChanged(Scenes.build(41, .queued, workflow: "primary", minutesAgo: 0)))
    #expect(selected(state) == 38)
    #expect(state.facts.builds.first?.number == 41)
  }

  @Test func `the selection of a build that is gone goes to the one in its row`() {
    var state = long()
    state.press("jj")
    state.feed(.buildsLoaded(state.facts.builds.filter { $0.number != 38 }))
    #expect(selected(state) == 37)
    state.feed(.buildsLoaded([]))
    #expect(selected(state) == nil)
  }

  @Test func `another build's steps, log and window are asked for`() {
    var state = Dashboard.State.withDoorOpen()
    #expect(state.press("j") == [.loadSteps(Scenes.failed), .stopFollowingLog])
    #expect(
      state.press("k") == [
        .loadSteps(Scenes.remote), .followLog(Scenes.remote, after: 5), .loadAccess(Scenes.remote),
      ])
  }

  @Test func `Enter goes in, Esc comes back, and Esc never quits`() {
    var state = Dashboard.State.withList()
    let seen = ["\r", "\r", "\r", "\u{1B}", "\u{1B}", "\u{1B}", "\u{1B}"].map { key in
      #expect(state.press(key).isEmpty)
      return "\(state.focus)\(state.isZoomed ? " zoomed" : "")"
    }
    #expect(seen == ["steps", "log", "log zoomed", "log", "steps", "list", "list"])
  }

  @Test func `Tab goes round, h and l stop at the ends`() {
    var state = Dashboard.State.withList()
    func focus(after keys: String) -> Dashboard.Focus {
      state.press(keys)
      return state.focus
    }
    #expect(focus(after: "\t") == .steps)
    #expect(focus(after: "\t\t") == .list)
    #expect(focus(after: "h") == .list)
    #expect(focus(after: "lll") == .log)
    state.press(Key(.backTab))
    #expect(state.focus == .steps)
  }

  @Test func `the wheel moves what has the keys`() {
    var state = long()
    state.feed(.input(.mouse(Mouse(.wheelDown, at: Point(column: 2, row: 2)))))
    #expect(selected(state) == 37)
  }
}
