import BuildModel
import TerminalSurface
import Testing
import Theming

@testable import Dashboard

/// Moving through the list: what is drawn and asked for at once, and what waits.
struct PassingTests {
  private func view(_ state: Dashboard.State) -> Frame {
    Dashboard.view(state, theme: .dark, size: state.size)
  }

  /// A list on the screen, and the cursor one build further, not yet at rest.
  private func passing() -> (Dashboard.State, [Dashboard.Effect]) {
    var state = Dashboard.State.withList(columns: 120, rows: 40)
    Dashboard.shown(&state)
    let effects = Dashboard.update(&state, .input(.key(.character("j"))))
    return (state, effects)
  }

  @Test func `nothing is asked about a build that is only passed`() {
    var (state, effects) = passing()
    #expect(effects == [])
    let slug = state.builds.selected
    let rested = Dashboard.update(&state, .tick(now: state.facts.now.addingTimeInterval(0.06)))
    #expect(rested.contains { $0 == slug.map { .loadSteps($0) } })
  }

  @Test func `whoever goes back before they rest asks for nothing`() {
    var (state, _) = passing()
    _ = Dashboard.update(&state, .input(.key(.character("k"))))
    #expect(Dashboard.update(&state, .tick(now: state.facts.now.addingTimeInterval(0.06))) == [])
  }

  @Test func `a move draws the two rows it touches, and the rest of the screen when it rests`() {
    var (state, _) = passing()
    let drawn = view(state).drawn
    #expect(drawn?.first == Rect(column: 0, row: 1, columns: 48, rows: 2))
    #expect(view(state).title == nil)
    state.pass(0.06)
    #expect(view(state).drawn == nil)
    #expect(view(state).title?.contains("#1") == true)
  }

  @Test func `the rows that a move draws are those of the whole screen`() throws {
    var (state, _) = passing()
    let part = try #require(view(state).drawn?.first)
    let some = view(state).surface
    state.unseen.disturbed()
    let whole = view(state).surface
    for row in part.row..<part.endRow {
      for column in part.column..<part.endColumn {
        #expect(some[column, row] == whole[column, row], "at \(column), \(row)")
      }
    }
  }

  @Test func `what the service tells meanwhile is drawn with the next frame`() {
    var (state, _) = passing()
    state.feed(.buildChanged(Scenes.build(9, .running, workflow: "x", minutesAgo: 0)))
    #expect(view(state).drawn?.first?.rows == 38)
  }

  @Test func `a key that does something finds the build it is about looked at`() {
    var (state, _) = passing()
    let effects = Dashboard.update(&state, .input(.key(Key(.enter))))
    #expect(effects.contains { if case .loadSteps = $0 { true } else { false } })
    #expect(view(state).drawn == nil)
  }

  @Test func `the detail keeps its place while builds are passed that would lay it out otherwise`()
  {
    var (state, _) = passing()
    let before = Layout(state, size: state.size)
    let slug = state.builds.selected
    var build = state.selectedBuild ?? Scenes.build(1, .failed, workflow: "x", minutesAgo: 1)
    build.failureReason = "It took too long."
    state.feed(.buildChanged(build))
    #expect(state.builds.selected == slug)
    #expect(Layout(state, size: state.size).steps == before.steps)
    state.pass(0.06)
    #expect(Layout(state, size: state.size).summaryRows == before.summaryRows + 1)
  }

  @Test(arguments: [Key.character("?"), .character("w")])
  func `what covered the screen is drawn away by whoever closes it and moves at once`(key: Key) {
    var state = Dashboard.State.withList(columns: 120, rows: 40)
    _ = Dashboard.update(&state, .input(.key(key)))
    Dashboard.shown(&state)
    _ = Dashboard.update(&state, .input(.key(Key(.escape))))
    _ = Dashboard.update(&state, .input(.key(.character("j"))))
    #expect(state.restsAt != nil)
    #expect(view(state).drawn == nil)
  }
}
