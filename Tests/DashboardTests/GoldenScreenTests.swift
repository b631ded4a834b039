import BuildModel
import Foundation
import TerminalSurface
import TestSupport
import Testing
import Theming

@testable import Dashboard

/// Whole screens at the sizes the dashboard is made for; read the pictures in `Golden/`.
struct GoldenScreenTests {
  static let sizes = [
    Size(columns: 80, rows: 24), Size(columns: 120, rows: 40), Size(columns: 40, rows: 12),
  ]

  func expect(_ state: Dashboard.State, _ scene: String) {
    let size = "\(state.size.columns)x\(state.size.rows)"
    expectGolden(state.screen(), "\(scene)-\(size)", theme: .dark)
  }

  @Test(arguments: sizes) func `a machine whose password stands on a page`(_ size: Size) {
    expect(PasteTests.state(columns: size.columns, rows: size.rows), "page-only")
  }

  @Test(arguments: sizes) func `a rebuild that a filter would hide`(_ size: Size) {
    expect(RebuildTests.filtered(columns: size.columns, rows: size.rows), "filter-started")
  }

  @Test(arguments: sizes) func `while the builds are being loaded`(_ size: Size) {
    var state = Scenes.state(columns: size.columns, rows: size.rows)
    state.feed(.started)
    expect(state, "loading")
  }

  @Test(arguments: sizes) func `when there is no build`(_ size: Size) {
    var state = Scenes.state(columns: size.columns, rows: size.rows)
    state.feed(.started, .buildsLoaded([]))
    expect(state, "empty")
  }

  @Test(arguments: sizes) func `the list with the failed step beside it`(_ size: Size) {
    expect(.withList(columns: size.columns, rows: size.rows), "list")
  }

  @Test(arguments: sizes) func `how the runs before it went`(_ size: Size) {
    var state = Scenes.state(columns: size.columns, rows: size.rows)
    let runs = [14.0, 13, 30, 12, 13, 5, 12].enumerated().map { offset, seconds in
      var run = Scenes.build(
        20 - offset, [0, 2, 5].contains(offset) ? .failed : .success, workflow: "checkout",
        minutesAgo: 4 + Double(offset) * 60)
      run.finishedAt = run.startedAt?.addingTimeInterval(seconds)
      return run
    }
    state.feed(.started, .connectionRestored, .buildsLoaded(runs))
    state.pass(0.2)
    expect(state, "history")
  }

  @Test(arguments: sizes) func `the failed step and its log`(_ size: Size) {
    var state = Dashboard.State.withList(columns: size.columns, rows: size.rows)
    state.press("\r")
    expect(state, "steps")
  }

  @Test(arguments: sizes) func `a search in the whole log`(_ size: Size) {
    var state = Dashboard.State.withList(columns: size.columns, rows: size.rows)
    state.press("\rG\r/prices")
    state.feed(
      .logFound(
        Scenes.failed, .typed,
        LogFindings(
          places: [LogPlace(chunk: 5, line: 1), LogPlace(chunk: 5, line: 2)], part: 1, through: 6,
          isLast: true)))
    expect(state, "log-search")
  }

  @Test(arguments: sizes) func `passed steps folded, lines broken and selected`(_ size: Size) {
    var state = Dashboard.State.withList(columns: size.columns, rows: size.rows)
    let line = "a line that is much longer than the screen is wide, "
    state.feed(
      .logArrived(
        Scenes.failed,
        [
          LogChunk(
            position: 7, text: line + line + line + "ends here\n", writtenAt: Scenes.start)
        ]))
    state.press("\rG\rFWGkVjVj")
    expect(state, "log-selection")
  }

  @Test(arguments: sizes) func `a log with the times of its lines`(_ size: Size) {
    var state = Scenes.state(columns: size.columns, rows: size.rows)
    let log = Scenes.log.map { chunk in
      LogChunk(
        position: chunk.position, text: chunk.text,
        writtenAt: Scenes.start.addingTimeInterval(Double(chunk.position) * 2.2 - 239))
    }
    state.feed(
      .started, .connectionRestored, .buildsLoaded(Scenes.builds),
      .stepsLoaded(Scenes.failed, Scenes.steps()), .logArrived(Scenes.failed, log),
      .logEnded(Scenes.failed))
    state.press("\rG\rt")
    expect(state, "log-times")
  }

  @Test(arguments: sizes) func `a running build with its door open`(_ size: Size) {
    expect(.withDoorOpen(columns: size.columns, rows: size.rows), "open")
  }

  @Test(arguments: sizes) func `a door that counts down`(_ size: Size) {
    var state = Dashboard.State.withDoorClosing(columns: size.columns, rows: size.rows)
    state.pass(19)
    expect(state, "closing")
  }

  @Test(arguments: sizes) func `a door in its last minute, the password shown`(_ size: Size) {
    var state = Dashboard.State.withDoorClosing(columns: size.columns, rows: size.rows)
    state.pass(553)
    state.press(" ")
    expect(state, "urgent")
  }

  @Test(arguments: sizes) func `a door that has closed`(_ size: Size) {
    var state = Dashboard.State.withDoorClosing(columns: size.columns, rows: size.rows)
    state.pass(600)
    state.feed(
      .windowChanged(Scenes.access(.closed(.graceOver, at: state.facts.now), at: state.facts.now)))
    state.pass(6)
    expect(state, "closed")
  }

  @Test(arguments: sizes) func `a stack that has no screen to share`(_ size: Size) {
    var state = Dashboard.State.withDoorOpen(columns: size.columns, rows: size.rows)
    state.press("v")
    expect(state, "screen-share-unavailable")
  }

  @Test(arguments: sizes) func `a screen that is shared`(_ size: Size) {
    var state = Dashboard.State.withDoorOpen(columns: size.columns, rows: size.rows)
    var access = Scenes.access(.open, at: state.facts.now)
    access.screenShareUnavailable = nil
    access.screenShare = ScreenShareCredentials(
      address: "127.0.0.1:5901", username: "vagrant", password: "5f0c6a9e1b7d4c2f8a3e")
    state.feed(.accessLoaded(access))
    state.press("v")
    state.feed(.toolsFound(Tools(viewer: Tools.Viewer(name: "TigerVNC", asksForPassword: false))))
    expect(state, "screen-share")
  }

  @Test(arguments: sizes) func `every open machine`(_ size: Size) {
    expect(.withWindows(columns: size.columns, rows: size.rows), "windows")
  }

  @Test(arguments: sizes) func `no open machine, and a connection that does not answer`(
    _ size: Size
  ) {
    var state = Dashboard.State.withList(columns: size.columns, rows: size.rows)
    state.feed(
      .elsewhereSilent("team", sentence: "builds.example.com does not answer."),
      .elsewhereAsked("lab"))
    state.press("w")
    expect(state, "windows-none")
  }

  @Test(arguments: sizes) func `the way to an editor`(_ size: Size) {
    var state = Dashboard.State.withDoorOpen(columns: size.columns, rows: size.rows)
    state.press("e")
    state.feed(
      .toolsFound(
        Tools(editors: [Tools.Editor(id: "code", name: "VS Code", usesSystemSSH: true)])))
    expect(state, "editor")
  }

  @Test(arguments: sizes) func `the way to an editor where there is none`(_ size: Size) {
    var state = Dashboard.State.withDoorOpen(columns: size.columns, rows: size.rows)
    state.press("ez")
    state.feed(.toolsFound(Tools()))
    expect(state, "editor-none")
  }

  @Test(arguments: sizes) func `a filter that is being typed`(_ size: Size) {
    var state = Dashboard.State.withList(columns: size.columns, rows: size.rows)
    state.press("/status:failed rou")
    expect(state, "filter")
  }

  @Test func `the list alone on a wide screen, grouped, with a column for everything`() {
    var state = Dashboard.State.withDoorClosing(columns: 120, rows: 24)
    state.press("\u{1B}bz")
    expect(state, "list-wide")
  }

  @Test(arguments: sizes) func `when the service cannot be reached`(_ size: Size) {
    var state = Dashboard.State.withList(columns: size.columns, rows: size.rows)
    state.feed(.connectionLost(sentence: "the connection was refused."))
    state.pass(95)
    expect(state, "unreachable")
  }

  @Test(arguments: sizes) func `builds that are not isolated, with a key that explains itself`(
    _ size: Size
  ) {
    var state = Scenes.state(columns: size.columns, rows: size.rows)
    var builds = [
      Scenes.build(5, .queued, workflow: "primary", minutesAgo: 0, isolation: .notIsolated),
      Scenes.build(4, .aborted, workflow: "primary", minutesAgo: 70, isolation: .notIsolated),
      Scenes.build(2, .failed, workflow: "checkout", minutesAgo: 3000, isolation: .notIsolated),
    ]
    builds[1].abortReason = "Aborted by ana: wrong branch."
    state.feed(.started, .buildsLoaded(builds))
    state.press("jkR")
    expect(state, "not-isolated")
  }

  @Test func `without Unicode`() {
    var state = Dashboard.State.withDoorOpen()
    state.glyphs = .ascii
    expectGolden(state.screen(), "open-ascii-80x24", theme: .dark)
  }

  @Test func `zoomed, text stands from edge to edge`() {
    var state = Dashboard.State.withDoorOpen()
    state.press("z")
    expectGolden(state.screen(), "zoomed-80x24", theme: .dark)
  }

  @Test(arguments: [
    Size(columns: 1, rows: 1), Size(columns: 19, rows: 5), Size(columns: 20, rows: 5),
    Size(columns: 300, rows: 100), Size(columns: 72, rows: 16), Size(columns: 200, rows: 6),
    Size(columns: 4, rows: 60),
  ])
  func `every scene can be drawn at any size`(_ size: Size) {
    var scenes = [
      Scenes.state(), .withList(), .withDoorOpen(), .withDoorClosing(),
    ]
    for keys in ["R", "?", "y", "n", "q", "v", "z", "\r", "\r\r\r"] {
      var state = Dashboard.State.withDoorOpen()
      state.press(keys)
      scenes.append(state)
    }
    var choosing = Dashboard.State.withList()
    choosing.press("n")
    choosing.feed(.workflowsLoaded([Scenes.sample, Scenes.workflows("x", [], problem: "a b c")]))
    scenes.append(choosing)
    for state in scenes {
      #expect(Dashboard.view(state, theme: .dark, size: size).surface.size == size)
      var resized = state
      resized.feed(.resized(size))
      resized.press("jkGg\tjkGg")
      #expect(Dashboard.view(resized, theme: .light, size: size).surface.size == size)
    }
  }

  @Test(arguments: sizes) func `no files, and a list of builds that was refused`(_ size: Size) {
    var state = Dashboard.State.withList(columns: size.columns, rows: size.rows)
    state.press("A")
    state.feed(.artifactsLoaded(Scenes.failed, []))
    expect(state, "artifacts-none")
    var refused = Scenes.state(columns: size.columns, rows: size.rows)
    refused.feed(
      .started, .connectionRestored,
      .refused(.loadBuilds, sentence: "The token of this connection is not valid any more."))
    expect(refused, "refused")
  }
}
