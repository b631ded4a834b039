import BuildModel
import TerminalSurface
import TextSearch
import Testing

@testable import Dashboard

struct LogPaneTests {
  /// The whole log of the failed build has the keys.
  func state(columns: Int = 80, rows: Int = 24) -> Dashboard.State {
    var state = Dashboard.State.withList(columns: columns, rows: rows)
    state.press("\rG\r")
    return state
  }

  /// A log of a thousand chunks of ten lines, of which only the end is here.
  func long() -> Dashboard.State {
    var state = Scenes.state(columns: 80, rows: 24)
    state.feed(.started, .connectionRestored, .buildsLoaded(Scenes.builds))
    state.feed(.logPage(Scenes.failed, page(990...1000, last: 1000)), .logEnded(Scenes.failed))
    state.press("\r")
    return state
  }

  func page(_ positions: ClosedRange<Int>, last: Int? = nil) -> LogPage {
    LogPage(chunks: Self.chunks(positions), held: positions, last: last)
  }

  static func chunks(_ positions: ClosedRange<Int>) -> [LogChunk] {
    positions.map { position in
      let rest = String(repeating: "-", count: 800)
      let text = (0..<10).map { "line \(position).\($0) \(rest)\n" }.joined()
      return LogChunk(position: position, text: text, writtenAt: Scenes.start)
    }
  }

  func found(_ places: LogPlace..., part: Int = 1, through: Int) -> Dashboard.Action {
    .logFound(
      Scenes.failed, .typed,
      LogFindings(places: places, part: part, through: through, isLast: true))
  }

  // MARK: Times

  @Test func `a key shows when lines were written, and what is left is the lines' room`() {
    var state = state(columns: 80, rows: 24)
    let before = LogPane.area(state)?.columns ?? 0
    #expect(!state.text.contains("14:22:00 FAIL"))
    state.press("t")
    #expect(state.text.contains("14:22:00 FAIL"))
    #expect(LogPane.area(state)?.columns == before - LogPane.timeColumns)
    state.press("t")
    #expect(!state.text.contains("14:22:00 FAIL"))
  }

  @Test func `times stay on the screen with another build`() {
    var state = state()
    state.press("t\u{1B}\u{1B}j")
    #expect(state.builds.selected == Scenes.passed)
    #expect(state.detail.log.showsTimes)
  }

  @Test func `a broken line has its time beside its first row`() {
    var state = state(columns: 80, rows: 24)
    let line = String(repeating: "x", count: 150)
    state.feed(
      .logArrived(
        Scenes.failed, [LogChunk(position: 7, text: line + "\n", writtenAt: Scenes.start)]))
    state.press("tW")
    let rows = state.screen().rows.filter { $0.contains("xxx") }
    #expect(rows.count > 1)
    #expect(rows.filter { $0.contains("14:22:00") }.count == 1)
  }

  @Test func `where no times are told the key says so`() {
    var state = Scenes.state()
    let log = Scenes.log.map { LogChunk(position: $0.position, text: $0.text, writtenAt: nil) }
    state.feed(
      .started, .connectionRestored, .buildsLoaded(Scenes.builds),
      .logArrived(Scenes.failed, log), .logEnded(Scenes.failed))
    state.press("\rt")
    #expect(!state.detail.log.showsTimes)
    #expect(state.text.contains("local does not tell when the lines of a log were written."))
  }

  // MARK: Loading

  @Test func `what comes near the screen is asked for, once`() {
    var state = long()
    #expect(state.detail.log.asked == 926...990)
    #expect(state.text.contains("line 1000.9"))
    #expect(state.press("k").isEmpty)
    state.feed(.logPage(Scenes.failed, page(926...990)))
    #expect(state.facts.logs[Scenes.failed]?.held == 927...1000)
    #expect(state.text.contains("line 1000.8"))
  }

  /// Answers what is asked for until nothing is; answers how often that was.
  private func settle(_ state: inout Dashboard.State, _ effects: [Dashboard.Effect]) -> Int {
    var effects = effects
    for round in 0..<20 {
      let parts = effects.compactMap { effect -> ClosedRange<Int>? in
        guard case .loadLog(_, let part) = effect else { return nil }
        return part
      }
      guard let part = parts.last else { return round }
      effects = state.feed(.logPage(Scenes.failed, page(part)))
    }
    return 20
  }

  @Test(arguments: [3...4, 3...20, 3...900])
  func `gaps on either side of a folded step do not take each other's place for ever`(
    folded: ClosedRange<Int>
  ) {
    var state = long()
    func step(_ index: Int, _ chunks: ClosedRange<Int>) -> Step {
      Step(
        index: index, stepID: "script", title: "step \(index)",
        status: index == 2 ? .failed : .success, startedAt: Scenes.start,
        finishedAt: Scenes.start, exitCode: 0, firstChunk: chunks.lowerBound,
        lastChunk: chunks.upperBound)
    }
    state.feed(
      .stepsLoaded(
        Scenes.failed,
        [
          step(0, 1...2), step(1, folded), step(2, folded.upperBound + 1...998),
          step(3, 999...1000),
        ]))
    state.press("\u{1B}G")
    state.detail.log.folded = [1, 3]
    #expect(settle(&state, state.press("\rg")) < 8)
    #expect(state.text.contains("line 1.0"))
    #expect(settle(&state, state.press("G")) < 8)
    #expect(settle(&state, state.press("g")) < 8)
  }

  @Test func `the first line of a long log is asked for when somebody goes there`() {
    var state = long()
    let effects = state.press("g")
    #expect(effects.count == 1)
    guard case .loadLog(_, let part) = effects.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(part.lowerBound == 1)
    #expect(!state.text.contains("Loading the log"))
    state.pass(0.15)
    #expect(state.text.contains("Loading the log"))
    state.feed(.logPage(Scenes.failed, page(part)))
    #expect(state.text.contains("line 1.0"))
    state.press("j")
    #expect(!state.text.contains("line 1.0"))
    state.press("G")
    state.pass(0.15)
    #expect(state.text.contains("Loading the log"))
  }

  @Test func `a lost connection forgets what was asked for`() {
    var state = long()
    state.feed(.connectionLost(sentence: "gone"))
    let effects = state.feed(.connectionRestored)
    #expect(effects.contains(.loadLog(Scenes.failed, 926...990)))
  }

  // MARK: Looking

  @Test func `long lines are cut, or broken`() {
    var state = state()
    let line = "begin " + String(repeating: "middle ", count: 20) + "end\n"
    state.feed(
      .logArrived(
        Scenes.failed, [LogChunk(position: 7, text: line, writtenAt: Scenes.start)]))
    #expect(state.text.contains("begin"))
    #expect(!state.text.contains("end "))
    state.press("W")
    #expect(state.text.contains("middle end"))
    state.press("W")
    for _ in 0..<20 { state.press("l") }
    #expect(state.text.contains("middle end"))
    #expect(!state.text.contains("begin"))
    for _ in 0..<20 { state.press("h") }
    #expect(state.focus == .list)
    #expect(state.detail.log.column == 0)
  }

  @Test func `a match beyond the right edge is brought into sight`() {
    var state = state()
    let line = String(repeating: ".", count: 200) + "needle\n"
    state.feed(
      .logArrived(
        Scenes.failed, [LogChunk(position: 7, text: line, writtenAt: Scenes.start)]))
    state.press("/needle")
    state.feed(found(LogPlace(chunk: 7, line: 0), through: 7))
    #expect(state.text.contains("needle "))
  }

  @Test func `a step is folded in the whole log, and a match in it opens it`() {
    var state = state()
    state.press("gf")
    #expect(state.detail.log.folded == [0])
    #expect(state.text.contains("Install  3.2s  folded"))
    #expect(!state.text.contains("12 packages"))
    state.press("f")
    #expect(state.detail.log.folded.isEmpty)
    state.press("F")
    #expect(state.detail.log.folded == [0, 1])
    #expect(!state.text.contains("Compiled in"))
    #expect(state.text.contains("FAIL"))
    state.press("/packages")
    state.feed(found(LogPlace(chunk: 1, line: 0), through: 6))
    #expect(state.detail.log.folded == [1])
    #expect(state.text.contains("Getting the packages"))
  }

  @Test func `only the whole log can be folded, and it says so`() {
    var state = state()
    state.press("\u{1B}kk\rf")
    #expect(state.notice?.text.contains("whole log") == true)
  }

  // MARK: Taking along

  @Test func `lines are selected and copied as they are seen`() {
    var state = state()
    state.press("V")
    state.press("jjjjjVjj")
    #expect(state.text.contains("3 lines"))
    #expect(
      state.press("y") == [
        .copy(
          CopyText(
            label: "3 lines of the log",
            text: "ok   prices add up\nok   prices are never negative\nFAIL a price is rounded up\n"
          ))
      ])
    #expect(state.detail.log.selection == nil)
  }

  @Test func `a block is copied by columns`() {
    var state = state()
    state.press(.control("v"))
    state.press("jjjjj")
    state.press(.control("v"))
    state.press("jl")
    #expect(
      state.press("y") == [.copy(CopyText(label: "2 lines of the log", text: "ok\nok\n"))])
  }

  @Test func `Esc lets a selection go, and y is for the door again`() {
    var state = state()
    state.press("V\u{1B}")
    #expect(state.detail.log.selection == nil)
    #expect(state.focus == .log)
    state.press("y")
    #expect(state.notice?.text.contains("without remote access") == true)
  }

  @Test func `a log is saved under the name that is typed`() {
    var state = state()
    state.press("S")
    #expect(state.prompt?.field.text == "sample-2.log")
    let export = LogExport(
      build: Scenes.failed, part: nil, name: "sample-2", destination: .file("sample-2.log"))
    #expect(state.press("\r") == [.exportLog(export)])
    state.feed(.exportGrew(export, bytes: 1_234_567))
    #expect(state.text.contains("Fetching the log 1.2 MB"))
    state.feed(.exported(export, path: "/home/ana/sample-2.log"))
    #expect(state.text.contains("Saved 1.2 MB to /home/ana/sample-2.log."))
  }

  @Test func `the pager gets the step's part, and Esc stops the fetching`() {
    var state = state()
    state.press("\u{1B}k\r")
    state.press("\u{1B}kk\r")
    let export = LogExport(
      build: Scenes.failed, part: 3...4, name: "sample-2-compile-the-shop",
      destination: .program(.pager))
    #expect(state.press("P") == [.exportLog(export)])
    #expect(state.press("E").isEmpty)
    #expect(state.press("\u{1B}") == [.stopExport])
    state.press("P")
    #expect(
      state.feed(.exported(export, path: "/run/x.log")) == [.show("/run/x.log", in: .pager)])
  }
}
