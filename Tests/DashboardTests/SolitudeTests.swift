import BuildModel
import Foundation
import Testing

@testable import Dashboard

/// Machines that were forgotten, and computers that have slept.
struct SolitudeTests {
  private func alerts(_ effects: [Dashboard.Effect]) -> [String] {
    effects.compactMap { effect in
      guard case .alert(let sentence) = effect else { return nil }
      return sentence
    }
  }

  @discardableResult
  private func pass(_ state: inout Dashboard.State, _ seconds: Double) -> [Dashboard.Effect] {
    Dashboard.update(&state, .tick(now: state.facts.now.addingTimeInterval(seconds)))
  }

  @Test func `a machine that nobody has come into for ten minutes is pointed out, once`() {
    var state = Dashboard.State.withDoorOpen()
    let opened = Scenes.start.addingTimeInterval(600)
    pass(&state, opened.timeIntervalSince(state.facts.now) - 1)
    #expect(state.notice?.text.contains("Nobody") != true)
    #expect(Dashboard.nextTick(state, after: state.facts.now).map { $0 <= opened } == true)
    let said = alerts(pass(&state, 1))
    #expect(said == ["Nobody has been inside #3 sample for 10 minutes."])
    #expect(state.notice?.text.contains("w, then x there closes it.") == true)
    #expect(state.notice?.kind == .warning)
    #expect(state.text.contains("Nobody has been inside"))
    #expect(alerts(pass(&state, 60)).isEmpty)
    #expect(state.press("wx\r") == [.closeWindow(Scenes.remote)])
  }

  @Test func `it comes back when a warning has passed over it, and goes with the next key`() {
    var state = Dashboard.State.withDoorOpen()
    pass(&state, 600)
    state.warn("#3 sample closes in 5:00.")
    #expect(state.notice?.text.contains("Nobody") == false)
    pass(&state, 60)
    #expect(state.notice?.text.contains("Nobody has been inside") == true)
    _ = state.press("j")
    #expect(state.notice?.text.contains("Nobody") != true)
    state.warn("#3 sample closes in 2:00.")
    pass(&state, 60)
    #expect(state.notice == nil)
  }

  @Test func `who comes in ends it, and leaving begins it anew`() {
    var state = Dashboard.State.withDoorOpen()
    pass(&state, 500)
    let now = state.facts.now
    state.feed(.windowChanged(Scenes.access(.open, at: now, connections: 1)))
    #expect(alerts(pass(&state, 1000)).isEmpty)
    state.feed(.windowChanged(Scenes.access(.open, at: state.facts.now)))
    // The window opened long ago, but somebody has been inside since.
    #expect(alerts(pass(&state, 599)).isEmpty)
    #expect(alerts(pass(&state, 1)).count == 1)
  }

  @Test func `a computer that slept shows the truth with its first tick, and asks anew`() {
    var state = Dashboard.State.withDoorClosing()
    pass(&state, 19)
    #expect(state.facts.clock(for: Scenes.remote)?.figure == "9:41")
    let effects = pass(&state, 500)
    #expect(state.facts.clock(for: Scenes.remote)?.figure == "1:21")
    #expect(effects.contains(.loadWindows) && effects.contains(.watchService))
    // One warning with what is left, not one for each that was slept through.
    #expect(alerts(effects) == ["#3 sample closes in 1:21."])
    pass(&state, 7200)
    #expect(state.facts.clock(for: Scenes.remote) == .timeIsUp)
    #expect(state.text.contains("0:00, closing now"))
  }

  @Test func `an ordinary tick asks for nothing`() {
    var state = Dashboard.State.withDoorClosing()
    #expect(pass(&state, 1).isEmpty)
  }
}
