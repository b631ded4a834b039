import BuildModel
import Foundation
import Testing

@testable import Dashboard

/// What is said before a machine closes.
@Suite struct WarningTests {
  /// Lets a second pass at a time, and answers at which second what was said.
  private static func said(
    of state: inout Dashboard.State, for seconds: Int
  ) -> [(second: Int, effects: [Dashboard.Effect])] {
    (1...seconds).compactMap { second in
      let effects = state.feed(.tick(now: state.facts.now.addingTimeInterval(1)))
      return effects.isEmpty ? nil : (second, effects)
    }
  }

  @Test func `it is said once at five, two and one minutes, and at fifteen seconds`() {
    var state = Dashboard.State.withDoorClosing(after: 600)
    let said = Self.said(of: &state, for: 599)
    #expect(said.map(\.second) == [300, 480, 540, 585])
    #expect(said.first?.effects == [.alert("#3 sample closes in 5:00.")])
    #expect(said.last?.effects == [.alert("#3 sample closes in 0:15.")])
  }

  @Test func `the status bar says it too, with the key that helps, and for a while`() {
    var state = Dashboard.State.withDoorClosing(after: 301)
    _ = Self.said(of: &state, for: 1)
    #expect(state.notice?.text == "#3 sample closes in 5:00. + keeps it open longer.")
    #expect(state.notice?.kind == .warning)
    _ = Self.said(of: &state, for: 30)
    #expect(state.notice == nil)
  }

  @Test func `after a sleep it is said once, with the time that is left`() {
    var state = Dashboard.State.withDoorClosing(after: 600)
    let effects = state.feed(.tick(now: state.facts.now.addingTimeInterval(560)))
    #expect(Self.alerts(effects) == [.alert("#3 sample closes in 0:40.")])
  }

  @Test func `of a window that has closed meanwhile nothing is said`() {
    var state = Dashboard.State.withDoorClosing(after: 600)
    let effects = state.feed(.tick(now: state.facts.now.addingTimeInterval(700)))
    #expect(Self.alerts(effects).isEmpty)
  }

  private static func alerts(_ effects: [Dashboard.Effect]) -> [Dashboard.Effect] {
    effects.filter { if case .alert = $0 { true } else { false } }
  }

  @Test func `more time is warned of again`() {
    var state = Dashboard.State.withDoorClosing(after: 301)
    #expect(Self.said(of: &state, for: 2).count == 1)
    let now = state.facts.now
    state.feed(
      .accessLoaded(Scenes.access(.closing(deadline: now.addingTimeInterval(400)), at: now)))
    #expect(Self.said(of: &state, for: 110).map(\.second) == [100])
  }
}
