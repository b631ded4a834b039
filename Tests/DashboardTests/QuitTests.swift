import BuildModel
import TerminalSurface
import Testing

@testable import Dashboard

struct QuitTests {
  private let farewell = ["One machine stays open:", "  #3 sample: open until 14:32:15 (10:00)"]

  @Test func `with nothing open q quits at once`() {
    var state = Dashboard.State.withList()
    #expect(state.press("q") == [.quit(farewell: [])])
  }

  @Test(arguments: ["qq", "q\r"]) func `with a door open q says so first`(_ keys: String) {
    var state = Dashboard.State.withDoorClosing()
    #expect(state.press(keys) == [.quit(farewell: farewell)])
  }

  @Test func `Esc stays`() {
    var state = Dashboard.State.withDoorClosing()
    let before = state
    #expect(state.press("q\u{1B}").isEmpty)
    #expect(state == before)
  }

  @Test func `ctrl-c quits from anywhere and still says what stays open`() {
    for keys in ["", "R", "y", "?", "q", "\r\r"] {
      var state = Dashboard.State.withDoorClosing()
      state.press(keys)
      #expect(state.press(.control("c")) == [.quit(farewell: farewell)])
    }
  }

  @Test func `ctrl-z and ctrl-l work above a dialogue`() {
    var state = Dashboard.State.withList()
    state.press("R")
    #expect(state.press(.control("z")) == [.suspend])
    #expect(state.press(.control("l")) == [.redraw])
    #expect(state.dialog != nil)
  }

  @Test func `the windows are listed with the soonest deadline first`() {
    var state = Dashboard.State.withDoorClosing()
    let other = Scenes.build(4, .running, workflow: "primary", minutesAgo: 0, isRemote: true)
    state.feed(
      .buildChanged(other),
      .windowChanged(Scenes.access(.open, build: other.slug, at: state.facts.now, grace: 15)))
    #expect(
      QuitNotice.lines(state.facts) == [
        "#3 sample: open until 14:32:15 (10:00)",
        "#4 sample: open until its build ends, then 0:15",
      ])
  }

  @Test func `q closes a dialogue rather than the program`() {
    var state = Dashboard.State.withList()
    for keys in ["R", "?"] {
      #expect(state.press(keys + "q").isEmpty)
      #expect(state.dialog == nil)
    }
  }
}
