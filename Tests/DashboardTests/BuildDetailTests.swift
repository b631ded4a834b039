import BuildModel
import TerminalSurface
import Testing

@testable import Dashboard

struct BuildDetailTests {
  /// The lines that the log pane can show, as far as they are held.
  private func shown(_ state: Dashboard.State) -> [String] {
    guard let sheet = LogSheet(state) else { return [] }
    return (0..<sheet.count).compactMap { number in
      guard case .line(let index) = sheet[number] else { return nil }
      return sheet.log.text.line(at: index)
    }
  }

  private func title(_ state: Dashboard.State) -> String { LogPane.title(state) }

  @Test func `a failed build opens at its failed step`() {
    let state = Dashboard.State.withList()
    #expect(title(state) == "Log · Test the prices")
    #expect(shown(state).first == "running 4 tests")
    #expect(shown(state).count == 8)
  }

  @Test func `a running build opens at the step that runs, and goes on with it`() {
    var state = Dashboard.State.withDoorOpen()
    #expect(title(state) == "Log · Test the prices")
    var steps = Scenes.steps()
    steps[2].status = .success
    steps[3].status = .running
    steps[3].firstChunk = 7
    state.feed(.stepsLoaded(Scenes.remote, steps))
    #expect(title(state) == "Log · Publish")
  }

  @Test func `a chosen step stays chosen, until another build is looked at`() {
    var state = Dashboard.State.withList()
    state.press("\rk")
    #expect(title(state) == "Log · Compile the shop")
    #expect(shown(state) == ["Compiling shop", "Compiled in 6.3 s"])
    state.feed(.stepsLoaded(Scenes.failed, Scenes.steps()))
    #expect(title(state) == "Log · Compile the shop")
    state.press("\u{1B}jk")
    #expect(title(state) == "Log · Test the prices")
  }

  @Test func `the last row is the whole log`() {
    var state = Dashboard.State.withList()
    state.press("\rG")
    #expect(title(state) == "Log")
    #expect(shown(state).count == 12)
  }

  @Test func `a service that does not tell which lines are whose shows all`() {
    var state = Dashboard.State.withList()
    var steps = Scenes.steps()
    for index in steps.indices {
      steps[index].firstChunk = nil
      steps[index].lastChunk = nil
    }
    state.feed(.stepsLoaded(Scenes.failed, steps))
    #expect(shown(state).count == 12)
  }

  @Test func `a skipped step says why it has no log`() {
    var state = Dashboard.State.withList()
    state.press("\rj")
    #expect(state.text.contains("Skipped, because an earlier step failed."))
  }

  @Test func `a log that grows is followed until somebody scrolls, and again at its end`() {
    var state = Dashboard.State.withList(rows: 16)
    func visible(_ text: String) -> Bool { state.text.contains(text) }
    func write(_ position: Int) {
      let lines = (1...20).map { "chunk \(position) line \($0)\n" }.joined()
      state.feed(
        .logArrived(
          Scenes.failed, [LogChunk(position: position, text: lines, writtenAt: Scenes.start)]))
    }
    state.press("\rG\r")
    write(7)
    #expect(visible("chunk 7 line 20"))
    state.press("k")
    write(8)
    #expect(!visible("chunk 8"))
    #expect(visible("chunk 7 line 19"))
    state.press("G")
    #expect(visible("chunk 8 line 20"))
    write(9)
    #expect(visible("chunk 9 line 20"))
    state.press("g")
    #expect(visible("Getting the packages"))
  }

  @Test func `why a build failed where no step tells is said`() {
    var state = Dashboard.State.withList()
    var build = Scenes.builds[0]
    build.failureReason = "The machine could not be started: no space left."
    state.feed(.buildChanged(build))
    #expect(state.text.contains("The machine could not be started: no space"))
  }

  @Test func `colours of a log are kept and carried on, and escapes are not`() {
    var state = Dashboard.State.withList()
    let text = "\u{1B}[31mred\nstill red\u{1B}[0m\n\u{1B}]52;c;aGk=\u{7}plain\n"
    state.feed(
      .logArrived(Scenes.failed, [LogChunk(position: 7, text: text, writtenAt: Scenes.start)]))
    state.press("\rG")
    let screen = state.screen()
    let row = screen.rows.firstIndex { $0.contains("still red") }
    let column = 36
    #expect(row.map { screen[column, $0].text } == "s")
    #expect(row.map { screen[column, $0].style.foreground } == .ansi(1))
    #expect(!screen.rows.joined().contains("\u{1B}"))
    #expect(!screen.rows.joined().contains("aGk="))
  }

  @Test func `drawing costs the same however long the log is`() {
    var state = Dashboard.State.withList()
    let lines = String(repeating: "a line of the log\n", count: 1000)
    for position in 7...26 {
      state.feed(
        .logArrived(
          Scenes.failed, [LogChunk(position: position, text: lines, writtenAt: Scenes.start)]))
    }
    state.press("\rG\r")
    #expect(shown(state).count > 20_000)
    // The quickest of several draws is the one that nothing else held up. Parsing the 200 lines
    // above the first costs something; the 20,000 lines must not.
    #expect(quickestDraw(state) < quickestDraw(.withList()) * 10)
  }

  private func quickestDraw(_ state: Dashboard.State) -> Duration {
    let clock = ContinuousClock()
    return (0..<10).map { _ in clock.measure { _ = state.screen() } }.min() ?? .zero
  }

  @Test func `steps that are not told are asked for again by the key that it names`() {
    var state = Scenes.state()
    state.feed(.started, .buildsLoaded(Scenes.builds))
    let slug = Scenes.failed
    state.feed(.refused(.loadSteps(slug), sentence: "The token is not known."))
    #expect(state.text.contains("no steps were told; ctrl-r asks again"))
    #expect(state.notice?.text == "The token is not known.")
    #expect(state.press(.control("r")).contains(.loadSteps(slug)))
    #expect(!state.text.contains("no steps were told"))
  }
}
