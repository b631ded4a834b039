import TerminalSurface
import Testing

@testable import Dashboard

struct MouseTests {
  private func at(_ text: String, _ state: Dashboard.State, plus columns: Int = 0) -> Point? {
    for (row, line) in state.screen().rows.enumerated() {
      guard let range = line.firstRange(of: text) else { continue }
      return Point(
        column: line.distance(from: line.startIndex, to: range.lowerBound) + columns, row: row)
    }
    return nil
  }

  @discardableResult
  private func click(
    _ text: String, _ state: inout Dashboard.State, act: Mouse.Act = .press
  ) throws -> [Dashboard.Effect] {
    let point = try #require(at(text, state))
    return state.feed(.input(.mouse(Mouse(act, at: point))))
  }

  @Test func `a click chooses a build, a step, a pane`() throws {
    var state = Dashboard.State.withList()
    try click("✓ #1 sample", &state)
    #expect(state.selectedBuild?.number == 1)
    try click("✗ #2 sample", &state)
    try click("Compile the shop", &state)
    #expect(state.focus == .steps)
    #expect(BuildDetail.chosenStep(state)?.title == "Compile the shop")
    try click("Compiled in", &state)
    #expect(state.focus == .log)
    try click("✓ #1 sample", &state)
    #expect(state.focus == .list)
  }

  @Test func `a second click soon after opens, and a late one does not`() throws {
    var state = Dashboard.State.withList()
    try click("✗ #2 sample", &state)
    state.pass(0.2)
    try click("✗ #2 sample", &state)
    #expect(state.focus == .steps)
    state = .withList()
    try click("✗ #2 sample", &state)
    state.pass(0.6)
    try click("✗ #2 sample", &state)
    #expect(state.focus == .list)
  }

  @Test func `the wheel moves what is under it, whatever has the keys`() throws {
    var state = Dashboard.State.withList()
    let top = state.builds.selected
    try click("1 of 4 tests failed", &state, act: .wheelUp)
    #expect(state.builds.selected == top)
    #expect(state.focus == .list)
    try click("✗ #2 sample", &state, act: .wheelDown)
    #expect(state.selectedBuild?.number == 1)
  }

  @Test func `a click on a hint is its key`() throws {
    var state = Dashboard.State.withList()
    let point = try #require(at("help", state))
    state.feed(.input(.mouse(Mouse(.press, at: point))))
    #expect(state.dialog == .help(Help.State()))
  }

  @Test func `borders between panes can be moved, within reason`() {
    var state = Dashboard.State.withList(columns: 120, rows: 40)
    func drag(from start: Point, to end: Point) {
      state.feed(
        .input(.mouse(Mouse(.press, at: start))), .input(.mouse(Mouse(.drag, at: end))),
        .input(.mouse(Mouse(.release, at: end))))
    }
    func layout() -> Layout { Layout(state, size: state.size) }
    drag(from: Point(column: 47, row: 5), to: Point(column: 69, row: 9))
    #expect(layout().list?.frame.columns == 70)
    drag(from: Point(column: 69, row: 5), to: Point(column: 3, row: 5))
    #expect(layout().list?.frame.columns == 24)
    drag(from: Point(column: 23, row: 5), to: Point(column: 119, row: 5))
    #expect(layout().list?.frame.columns == 90)
    let former = layout().log?.frame.row ?? 0
    drag(from: Point(column: 100, row: former), to: Point(column: 100, row: former + 6))
    #expect(layout().log?.frame.row == former + 6)
    drag(from: Point(column: 100, row: former + 6), to: Point(column: 100, row: 39))
    #expect((layout().log?.content.rows ?? 0) >= 3)
    state.feed(.input(.mouse(Mouse(.drag, at: Point(column: 50, row: 5)))))
    #expect(layout().list?.frame.columns == 90)
  }

  @Test func `a click beside a dialogue does nothing`() throws {
    var state = Dashboard.State.withList()
    state.press("R")
    let former = state
    state.feed(.input(.mouse(Mouse(.press, at: Point(column: 1, row: 2)))))
    #expect(state == former)
  }

  @Test func `a window is chosen by a click`() throws {
    var state = Dashboard.State.withWindows()
    try click("#4 sample", &state)
    #expect(state.target?.number == 4)
  }
}
