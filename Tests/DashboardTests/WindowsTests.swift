import BuildModel
import TerminalSurface
import Testing

@testable import Dashboard

struct WindowsTests {
  private static let other = BuildSlug(rawValue: "t71")

  @Test func `soonest first, each by its own service's clock`() {
    let state = Dashboard.State.withWindows()
    let rows = Windows.rows(state)
    #expect(rows.map(\.name) == ["#71 shop", "#3 sample", "#4 sample"])
    #expect(rows.map(\.clock) == ["1:35", "10:00", "open"])
    #expect(rows.map(\.connection) == ["team", "local", "local"])
  }

  @Test func `the status bar shows the soonest deadline, wherever it is`() {
    var state = Dashboard.State.withWindows()
    #expect(StatusBar.text(state).window == "team #71 shop 1:35 +2")
    state.pass(95.5)
    state.press("\u{1B}")
    #expect(StatusBar.text(state).window == "team #71 shop 0:00 +2")
  }

  @Test func `the clock of a window elsewhere ticks, too`() throws {
    var state = Dashboard.State.withList()
    #expect(Dashboard.nextTick(state, after: state.facts.now).map { $0 > state.facts.now } ?? true)
    state = .withWindows()
    let tick = try #require(Dashboard.nextTick(state, after: state.facts.now))
    #expect(tick.timeIntervalSince(state.facts.now) <= 1)
  }

  @Test func `the way into a window elsewhere is asked for when it is chosen, once`() {
    var state = Dashboard.State.withWindows()
    #expect(state.windowList?.asked == [Self.other])
    #expect(!state.press("jk").contains(.loadAccess(Self.other)))
    #expect(state.availability(of: .connect).reason?.contains("still being asked for") == true)
    state.feed(.accessLoaded(Scenes.access(.open, build: Self.other, at: state.facts.now)))
    #expect(state.press("s") == [.connect(Self.other)])
    #expect(state.facts.windows[Self.other] == nil)
  }

  @Test func `keys are about the chosen window`() {
    var state = Dashboard.State.withWindows()
    state.press("j")
    #expect(state.press("s") == [.connect(Scenes.remote)])
    state.press("+")
    #expect(state.press("3") == [.extendWindow(Scenes.remote, seconds: 3600)])
    state.press("x")
    #expect(state.press("\r") == [.closeWindow(Scenes.remote)])
    state.press("y")
    #expect(state.dialog == .copyMenu(CopyMenu.State(Scenes.remote)))
  }

  @Test func `the machine of a running build is closed from here, and its build goes on`() {
    var state = Dashboard.State.withWindows()
    state.press("Gx")
    #expect(state.press("\r") == [.closeWindow(BuildSlug(rawValue: "b4"))])
  }

  @Test func `a window that closes hands the choice on`() {
    var state = Dashboard.State.withWindows()
    let now = state.facts.now
    state.feed(
      .windowChanged(Scenes.access(.closed(.graceOver, at: now), build: Self.other, at: now)))
    #expect(state.windowList?.chosen == Scenes.remote)
    #expect(Windows.rows(state).count == 2)
  }

  @Test func `Enter goes to the build, Esc and w go back, other keys say so`() {
    var state = Dashboard.State.withWindows()
    state.press("\r")
    #expect(state.notice?.text.contains("airlock --connection team shows it") == true)
    state.press("R")
    #expect(state.notice?.text == "Esc goes back to the builds first.")
    state.press("G\r")
    #expect(state.windowList == nil)
    #expect(state.selectedBuild?.number == 4)
    state.press("ww")
    #expect(state.windowList == nil)
    state.press("w\u{1B}")
    #expect(state.windowList == nil)
  }

  @Test func `a connection that falls silent keeps its windows, dated`() {
    var state = Dashboard.State.withWindows()
    let since = state.facts.now
    state.feed(.elsewhereSilent("team", sentence: "team does not answer."))
    state.pass(30)
    state.feed(.elsewhereSilent("team", sentence: "team does not answer."))
    #expect(
      Windows.complaints(state) == [
        "team, since \(TimeWords.timeOfDay(since, in: .gmt)): team does not answer."
          + " Its windows are as of then."
      ])
    #expect(Windows.rows(state).count == 3)
  }

  @Test func `what is told of a build of the service in use is not told twice`() {
    var state = Dashboard.State.withWindows()
    let build = state.facts.build(Scenes.remote).map { [$0] } ?? []
    state.feed(
      .elsewhereHeard("same", build, [Scenes.access(.open, at: state.facts.now)]))
    #expect(Windows.rows(state).filter { $0.name == "#3 sample" }.map(\.connection) == ["local"])
  }
}
