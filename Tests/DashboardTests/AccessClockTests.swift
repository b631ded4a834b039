import BuildModel
import Foundation
import Testing

@testable import Dashboard

struct AccessClockTests {
  static let now = Scenes.start

  @Test(
    arguments: [
      (600.0, "10:00"), (599.999, "10:00"), (599.0, "9:59"), (61, "1:01"), (59.2, "1:00"),
      (59, "0:59"), (1, "0:01"), (0.01, "0:01"), (0, "0:00"), (-3, "0:00"), (3723, "1:02:03"),
    ])
  func `the figure counts whole seconds down`(_ left: Double, _ figure: String) {
    let clock = AccessClock(.closing(deadline: Self.now.addingTimeInterval(left)), at: Self.now)
    #expect(clock.figure == figure)
  }

  @Test(arguments: [(600.0, false), (60, false), (59, true), (1, true), (0, true)])
  func `the last minute is urgent`(_ left: Double, _ isUrgent: Bool) {
    let clock = AccessClock(.closing(deadline: Self.now.addingTimeInterval(left)), at: Self.now)
    #expect(clock.isUrgent == isUrgent)
  }

  @Test func `each state has its words`() {
    let states: [(AccessWindow.State, String, String?)] = [
      (.opening, "the machine is being prepared", "opening"),
      (.open, "open while the build runs", "open"),
      (.closing(deadline: Self.now.addingTimeInterval(581)), "closes in 9:41", "9:41"),
      (.closing(deadline: Self.now), "0:00, closing now", "0:00"),
      (.closed(.aborted, at: Self.now), "closed", nil),
    ]
    for (state, phrase, figure) in states {
      let clock = AccessClock(state, at: Self.now)
      #expect(clock.phrase == phrase)
      #expect(clock.figure == figure)
    }
  }

  @Test func `it goes by the service's clock where ours is wrong`() {
    var state = Dashboard.State.withDoorOpen()
    let serverNow = state.facts.now.addingTimeInterval(-3600)
    state.feed(
      .accessLoaded(
        Scenes.access(.closing(deadline: serverNow.addingTimeInterval(600)), at: serverNow)))
    #expect(state.facts.clock(for: Scenes.remote) == .closing(seconds: 600))
    state.pass(541)
    #expect(state.facts.clock(for: Scenes.remote) == .closing(seconds: 59))
  }

  @Test func `an answer that was long on its way does not set the clock back`() {
    var clock = ServerClock()
    clock.observe(Self.now, at: Self.now)
    clock.observe(Self.now.addingTimeInterval(-1.5), at: Self.now)
    #expect(clock.offset == 0)
    clock.observe(Self.now.addingTimeInterval(0.2), at: Self.now)
    #expect(clock.offset == Self.now.addingTimeInterval(0.2).timeIntervalSince(Self.now))
    clock.observe(Self.now.addingTimeInterval(-90), at: Self.now)
    #expect(clock.offset == -90)
  }

  @Test func `a closed window keeps no password`() {
    var state = Dashboard.State.withDoorClosing()
    let now = state.facts.now
    state.feed(.accessLoaded(Scenes.access(.closed(.graceOver, at: now), at: now)))
    #expect(state.facts.windows[Scenes.remote]?.ssh == nil)
    #expect(state.facts.windows[Scenes.remote]?.screenShare == nil)
  }

  @Test func `a change without credentials leaves those that are known`() {
    var state = Dashboard.State.withDoorOpen()
    var access = Scenes.access(.open, at: state.facts.now, connections: 2)
    access.ssh = nil
    #expect(state.feed(.windowChanged(access)).isEmpty)
    #expect(state.facts.windows[Scenes.remote]?.ssh?.port == 40123)
    #expect(state.facts.windows[Scenes.remote]?.connections == 2)
  }

  @Test func `credentials that are not known are asked for`() {
    var state = Dashboard.State.withList()
    var access = Scenes.access(.open)
    access.ssh = nil
    #expect(state.feed(.windowsLoaded([access])) == [.loadAccess(Scenes.remote)])
  }

  @Test func `a window that is no longer listed is asked about`() {
    var state = Dashboard.State.withDoorOpen()
    #expect(state.feed(.windowsLoaded([])) == [.loadAccess(Scenes.remote)])
  }
}
