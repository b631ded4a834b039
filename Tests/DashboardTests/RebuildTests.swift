import BuildModel
import TerminalSurface
import Testing

@testable import Dashboard

struct RebuildTests {
  @Test func `a rebuild can be asked to stay open longer`() {
    var state = Scenes.state()
    _ = Dashboard.update(&state, .buildsLoaded(Scenes.builds))
    _ = state.press("R++")
    guard case .question(let question) = state.dialog else {
      Issue.record("nothing is asked")
      return
    }
    #expect(
      Question.text(question, state.facts)?.consequences.last
        == "The machine stays open while it runs and 40 minutes after.")
    #expect(
      state.press("-\r") == [.rebuild(Scenes.failed, remoteAccess: true, hold: 900)])
    var other = Scenes.state()
    _ = Dashboard.update(&other, .buildsLoaded(Scenes.builds))
    _ = other.press("r+")
    #expect(other.dialog == .question(Question.State(.rebuild(remoteAccess: false), Scenes.failed)))
  }

  @Test func `R asks, Enter rebuilds with remote access`() {
    var state = Dashboard.State.withList()
    #expect(state.press("R").isEmpty)
    #expect(state.dialog == .question(Question.State(.rebuild(remoteAccess: true), Scenes.failed)))
    #expect(state.press("\r") == [.rebuild(Scenes.failed, remoteAccess: true)])
    #expect(state.dialog == nil)
  }

  @Test(arguments: ["R", "RRRRRR", "R y", "Rr", "Rjk"])
  func `no other key agrees, however often it comes`(_ keys: String) {
    var state = Dashboard.State.withList()
    #expect(state.press(keys).isEmpty)
    #expect(state.dialog != nil)
  }

  @Test(arguments: ["\u{1B}", "q", "n"]) func `a no leaves everything as it was`(_ key: String) {
    var state = Dashboard.State.withList()
    let before = state
    #expect(state.press("R" + key).isEmpty)
    #expect(state == before)
  }

  @Test func `the question names the build, the configuration and the grace`() throws {
    var state = Dashboard.State.withList()
    state.press("R")
    let question = Question.State(.rebuild(remoteAccess: true), Scenes.failed)
    let text = try #require(Question.text(question, state.facts))
    #expect(text.question == "Rebuild #2 (sample, checkout) with remote access?")
    #expect(
      text.consequences == [
        "It runs with the current configuration.",
        "The machine stays open while it runs and 10 minutes after.",
      ])
  }

  @Test func `a short grace is told as it is`() throws {
    var state = Dashboard.State.withList()
    state.feed(.serviceLoaded(ServiceFacts(grace: 15)))
    let question = Question.State(.rebuild(remoteAccess: true), Scenes.failed)
    let text = try #require(Question.text(question, state.facts))
    #expect(text.consequences.last == "The machine stays open while it runs and 15 seconds after.")
  }

  @Test func `a second rebuild waits until the first is answered`() {
    var state = Dashboard.State.withList()
    state.press("R\r")
    #expect(state.press("R").isEmpty)
    #expect(state.notice?.text == "The rebuild of #2 sample is on its way.")
    state.feed(.refused(.rebuild(Scenes.failed, remoteAccess: true), sentence: "No worker."))
    #expect(state.notice == Notice("No worker.", .problem))
    #expect(state.press("R\r") == [.rebuild(Scenes.failed, remoteAccess: true)])
  }

  @Test func `the new build is selected and followed`() {
    var state = Dashboard.State.withList()
    state.press("R\r")
    let build = Scenes.build(3, .queued, workflow: "checkout", minutesAgo: 0, isRemote: true)
    let effects = state.feed(.rebuildAccepted(of: Scenes.failed, build))
    #expect(
      effects == [
        .loadSteps(build.slug), .followLog(build.slug, after: nil), .loadAccess(build.slug),
      ]
    )
    #expect(state.selectedBuild == build)
    #expect(state.pane == nil)
  }

  @Test func `the SSH pane opens by itself when the door does, once`() {
    var state = Dashboard.State.withDoorOpen()
    #expect(state.pane?.kind == .ssh)
    state.press("\u{1B}")
    state.feed(.windowChanged(Scenes.access(.open, at: state.facts.now, connections: 1)))
    #expect(state.pane == nil)
  }

  @Test func `the pane stays shut while another build is looked at`() {
    var state = Dashboard.State.withList()
    state.press("R\r")
    let build = Scenes.build(3, .running, workflow: "checkout", minutesAgo: 0, isRemote: true)
    state.feed(.rebuildAccepted(of: Scenes.failed, build))
    state.press("j")
    state.feed(.accessLoaded(Scenes.access(.open)))
    #expect(state.pane == nil)
    #expect(state.notice?.text == "#3 sample is open now.")
  }

  @Test func `nobody else's door opens the pane`() {
    var state = Dashboard.State.withList()
    state.feed(
      .buildChanged(
        Scenes.build(3, .running, workflow: "primary", minutesAgo: 0, isRemote: true)))
    state.press("g")
    state.feed(.accessLoaded(Scenes.access(.open)))
    #expect(state.pane == nil)
  }

  /// A list in which only failed builds are wanted, and the rebuild of one of them.
  static func filtered(columns: Int = 80, rows: Int = 24) -> Dashboard.State {
    var state = Dashboard.State.withList(columns: columns, rows: rows)
    state.press("/status:failed\r")
    state.press("R\r")
    state.feed(
      .rebuildAccepted(
        of: Scenes.failed,
        Scenes.build(
          3, .queued, workflow: "checkout", minutesAgo: 0, isRemote: true, rebuildOf: 2)))
    return state
  }

  @Test func `a rebuild that a filter would hide stands above it, chosen, and that is said`() {
    var state = Self.filtered()
    #expect(state.builds.selected == BuildSlug(rawValue: "b3"))
    #expect(
      state.notice?.text
        == "#3 rebuilds #2 sample. It stands above what /status:failed finds.")
    #expect(state.text.contains("Just started"), "\(state.text)")
    #expect(state.builds.table.shown == 1)
    // Once the filter lets it in it is one of the others; without a filter nothing is apart.
    state.feed(
      .buildChanged(Scenes.build(3, .failed, workflow: "checkout", minutesAgo: 0, rebuildOf: 2)))
    #expect(!state.text.contains("Just started") && state.builds.table.shown == 2)
    state.press("\u{1B}")
    #expect(state.builds.arrangement.filter == nil)
    #expect(state.builds.arrangement.started.isEmpty)
  }

  @Test func `a filter that lets the rebuild in has nothing said of it`() {
    var state = Dashboard.State.withList()
    state.press("/workflow:checkout\r")
    state.press("R\r")
    state.feed(
      .rebuildAccepted(
        of: Scenes.failed, Scenes.build(3, .queued, workflow: "checkout", minutesAgo: 0)))
    #expect(state.notice?.text == "#3 rebuilds #2 sample.")
    #expect(!state.text.contains("Just started"))
  }
}
