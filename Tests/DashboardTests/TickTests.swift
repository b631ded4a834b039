import BuildModel
import Foundation
import Testing

@testable import Dashboard

struct TickTests {
  /// Seconds until the next tick.
  private func wait(_ state: Dashboard.State) -> Double? {
    let now = state.facts.now
    return Dashboard.nextTick(state, after: now).map {
      (($0.timeIntervalSince(now)) * 1000).rounded() / 1000
    }
  }

  @Test func `nothing to count, nothing to wait for`() {
    #expect(wait(Scenes.state()) == nil)
    var state = Scenes.state()
    state.feed(.buildsLoaded([]))
    #expect(wait(state) == nil)
  }

  @Test func `ages alone tick by the minute`() {
    var state = Scenes.state()
    state.feed(.buildsLoaded([Scenes.build(1, .queued, workflow: "primary", minutesAgo: 3)]))
    #expect(wait(state) == 60)
    state.pass(42)
    #expect(wait(state) == 18)
  }

  @Test func `old builds tick by the hour`() {
    var state = Scenes.state()
    state.feed(.buildsLoaded([Scenes.build(1, .queued, workflow: "primary", minutesAgo: 90)]))
    #expect(wait(state) == 1800)
  }

  @Test func `a running build ticks each second of its own`() {
    var state = Scenes.state()
    state.feed(.buildsLoaded([Scenes.build(1, .running, workflow: "primary", minutesAgo: 1)]))
    state.pass(0.25)
    #expect(wait(state) == 0.75)
  }

  @Test func `a deadline sets the beat, by the service's clock`() {
    var state = Dashboard.State.withDoorOpen()
    let serverNow = state.facts.now.addingTimeInterval(100.125)
    let deadline = serverNow.addingTimeInterval(600.4)
    state.feed(.accessLoaded(Scenes.access(.closing(deadline: deadline), at: serverNow)))
    #expect(wait(state) == 0.4)
    state.pass(0.4)
    #expect(state.facts.clock(for: Scenes.remote)?.figure == "10:00")
    #expect(wait(state) == 1)
  }

  @Test func `every tick of a countdown changes the figure, and none is missed`() {
    var state = Dashboard.State.withDoorClosing(after: 15)
    state.press("\u{1B}")
    var figures: [String] = []
    while let clock = state.facts.clock(for: Scenes.remote), clock != .timeIsUp {
      figures.append(clock.figure ?? "none")
      guard let next = Dashboard.nextTick(state, after: state.facts.now) else { break }
      state.feed(.tick(now: next))
    }
    #expect(figures == (1...15).reversed().map { $0 < 10 ? "0:0\($0)" : "0:\($0)" })
  }

  @Test func `that a log is on its way is said only once it takes long`() {
    var state = Scenes.state()
    state.feed(.buildsLoaded(Scenes.builds))
    #expect(!state.text.contains("Loading the log"))
    #expect(wait(state) == 0.15)
    state.pass(0.15)
    #expect(state.text.contains("Loading the log"))
    #expect(wait(state) != 0.15)
    state = Scenes.state()
    state.feed(.buildsLoaded(Scenes.builds), .logArrived(Scenes.failed, Scenes.log))
    #expect(wait(state) == 13.4, "an age, not the log")
  }

  @Test func `a shown password and news have an end`() {
    var state = Dashboard.State.withList()
    state.feed(.copied(CopyText(label: "it", text: "x"), .sentToTerminal))
    #expect(wait(state) == 6)
    state = .withList()
    state.pane = AccessPane.State(.ssh)
    state.pane?.revealedUntil = state.facts.now.addingTimeInterval(AccessPane.revealSeconds)
    #expect(wait(state) == 10)
  }
}
