import BuildModel
import TerminalSurface
import Testing

@testable import Dashboard

struct ServiceTests {
  @Test func `the beginning asks for everything once`() {
    var state = Scenes.state()
    #expect(
      state.feed(.started) == [
        .loadService, .loadBuilds, .loadWindows, .watchService, .watchElsewhere,
      ])
  }

  @Test func `the first builds bring the newest one's detail`() {
    var state = Scenes.state()
    #expect(
      state.feed(.buildsLoaded(Scenes.builds)) == [
        .loadSteps(Scenes.failed), .followLog(Scenes.failed, after: nil),
      ])
  }

  @Test func `a loss is told once, dated, and keeps what is on the screen`() {
    var state = Dashboard.State.withList()
    let first = state.facts.now
    state.feed(.connectionLost(sentence: "refused"))
    state.pass(60)
    state.feed(.connectionLost(sentence: "refused again"))
    #expect(state.facts.connection.status == .lost("refused", since: first))
    #expect(state.text.contains("local cannot be reached since 14:22:00: refused"))
    #expect(state.text.contains("Trying again by itself; ctrl-r tries now."))
    #expect(state.text.contains("#2"))
  }

  @Test func `when it is back everything on the screen is asked for again`() {
    var state = Dashboard.State.withDoorOpen()
    state.feed(.connectionLost(sentence: "refused"))
    #expect(
      state.feed(.connectionRestored) == [
        .loadService, .loadBuilds, .loadWindows, .watchElsewhere, .loadSteps(Scenes.remote),
        .followLog(Scenes.remote, after: 5), .loadAccess(Scenes.remote),
      ])
    #expect(state.facts.connection.status == .live)
    #expect(state.notice?.text == "local is back.")
  }

  @Test func `a refused list says why, and an old one stays`() {
    var state = Scenes.state()
    state.feed(.refused(.loadBuilds, sentence: "The token is not known."))
    #expect(state.text.contains("The token is not known."))
    #expect(state.facts.loading == .refused("The token is not known."))
    state = .withList()
    state.feed(.refused(.loadBuilds, sentence: "The token is not known."))
    #expect(state.facts.loading == .loaded(at: Scenes.start))
    #expect(state.notice == Notice("The token is not known.", .problem))
  }

  @Test func `the end of the selected build asks for its steps and its deadline`() {
    var state = Dashboard.State.withDoorOpen()
    let build = Scenes.build(3, .failed, workflow: "checkout", minutesAgo: 0, isRemote: true)
    #expect(
      state.feed(.buildChanged(build)) == [.loadSteps(build.slug), .loadAccess(build.slug)])
    #expect(state.feed(.buildChanged(build)).isEmpty)
  }

  @Test func `news go by themselves, problems stay until a key`() {
    var state = Dashboard.State.withList()
    state.feed(.copied(CopyText(label: "the command", text: "x"), .copied(by: "wl-copy")))
    state.pass(6)
    #expect(state.notice == nil)
    state.feed(.copied(CopyText(label: "the command", text: "x"), .failed("no clipboard")))
    state.pass(600)
    #expect(state.notice != nil)
  }

  @Test func `x aborts a running build and closes an open window, each after a question`() {
    var state = Dashboard.State.withDoorOpen()
    #expect(state.press("x\r") == [.abort(Scenes.remote)])
    state = .withDoorClosing()
    #expect(state.press("xx").isEmpty)
    #expect(state.text.contains("1 connection will be cut."))
    #expect(state.press("\r") == [.closeWindow(Scenes.remote)])
  }

  @Test func `what comes from outside cannot speak to the terminal`() {
    var state = Dashboard.State.withDoorOpen()
    let evil = "\u{1B}]52;c;aGk=\u{7}\u{9B}2J\u{202E}x"
    var build = Scenes.build(3, .failed, workflow: evil, minutesAgo: 0, isRemote: true)
    build.appTitle = evil
    build.branch = evil
    build.commitMessage = evil
    build.failureReason = evil
    var steps = Scenes.steps()
    steps[2].title = evil
    var access = Scenes.access(.open, at: state.facts.now)
    access.sourceFolder = evil
    access.ssh?.username = evil
    access.screenShareUnavailable = evil
    state.feed(
      .buildChanged(build), .stepsLoaded(build.slug, steps), .accessLoaded(access),
      .connectionLost(sentence: evil), .refused(.loadBuilds, sentence: evil))
    for keys in ["", "v", "R", "\u{1B}y", "\u{1B}?", "\u{1B}q", "\u{1B}z"] {
      state.press(keys)
      let frame = Dashboard.view(state, theme: .dark, size: state.size)
      let scalars = (frame.surface.cells.map(\.text).joined() + (frame.title ?? "")).unicodeScalars
      let isHarmless = scalars.allSatisfy {
        $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && $0.value != 0x202E
      }
      #expect(isHarmless, "after \(keys.debugDescription)")
    }
    state.feed(.connectionRestored)
    state.press("\u{1B}\u{1B}n")
    state.feed(
      .workflowsLoaded([
        Scenes.workflows(evil, [evil]), Scenes.workflows("x", [], problem: evil),
      ]))
    let shown = state.screen().cells.map(\.text).joined().unicodeScalars
    #expect(shown.allSatisfy { $0.value >= 0x20 && $0.value != 0x9B && $0.value != 0x202E })
    let farewell = QuitNotice.farewell(state.facts).joined()
    #expect(farewell.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x9B })
  }
}
