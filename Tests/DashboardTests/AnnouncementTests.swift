import BuildModel
import Foundation
import TerminalSurface
import Testing

@testable import Dashboard

/// What `--plain` tells, for those who do not see the screen.
@Suite struct AnnouncementTests {
  private static func told(
    _ state: Dashboard.State, _ actions: Dashboard.Action...
  ) -> (lines: [String], state: Dashboard.State) {
    var new = state
    for action in actions { _ = Dashboard.update(&new, action) }
    return (Dashboard.announcements(from: state, to: new), new)
  }

  private static var loaded: Dashboard.State {
    told(Scenes.state(), .buildsLoaded(Scenes.builds)).state
  }

  @Test func `the newest builds are told once`() {
    let (lines, state) = Self.told(Scenes.state(), .buildsLoaded(Scenes.builds))
    #expect(
      lines == [
        "2 builds, the newest first:",
        "#2 sample, checkout on main: failed after 12s, 3 minutes ago.",
        "#1 sample, primary on main: passed after 12s, 5 minutes ago.",
      ])
    #expect(Self.told(state, .buildsLoaded(Scenes.builds)).lines.isEmpty)
  }

  @Test func `a list without builds says what to do`() {
    #expect(
      Self.told(Scenes.state(), .buildsLoaded([])).lines
        == ["There is no build yet; `run` starts one."])
  }

  @Test func `a build is told when it comes, and when it changes`() {
    let queued = Scenes.build(3, .queued, workflow: "primary", minutesAgo: 0)
    let (first, state) = Self.told(Self.loaded, .buildChanged(queued))
    #expect(first == ["#3 sample, primary on main: queued."])
    let running = Scenes.build(3, .running, workflow: "primary", minutesAgo: 0)
    #expect(
      Self.told(state, .buildChanged(running)).lines == ["#3 sample, primary on main: running."])
    #expect(Self.told(state, .buildChanged(queued)).lines.isEmpty)
  }

  @Test func `a held build and a kept machine are told of`() {
    var held = Scenes.build(3, .queued, workflow: "primary", minutesAgo: 0)
    held.isOnHold = true
    #expect(
      Self.told(Self.loaded, .buildChanged(held)).lines
        == ["#3 sample, primary on main: held until it is released."])
    var kept = Scenes.build(4, .failed, workflow: "primary", minutesAgo: 0)
    let (_, state) = Self.told(Self.loaded, .buildChanged(kept))
    kept.keptUntil = Scenes.start.addingTimeInterval(600)
    #expect(
      Self.told(state, .buildChanged(kept)).lines.first?
        .hasSuffix("Its machine is kept as it failed until 14:32:00.") == true)
  }

  @Test func `a lost service is told once`() {
    let (lines, state) = Self.told(Self.loaded, .connectionLost(sentence: "It is asleep."))
    #expect(lines == ["local cannot be reached: It is asleep. Trying again by itself."])
    #expect(Self.told(state, .connectionLost(sentence: "It is asleep.")).lines.isEmpty)
  }

  @Test func `what comes from outside steers no terminal`() {
    var build = Scenes.build(3, .queued, workflow: "primary", minutesAgo: 0)
    build.branch = "a\u{1B}]52;c;AAAA\u{7}"
    for line in Self.told(Self.loaded, .buildChanged(build)).lines {
      #expect(!line.unicodeScalars.contains { $0.value < 0x20 })
    }
  }

  @Test func `a door is told when it opens, nears its end and shuts`() {
    func window(_ state: AccessWindow.State) -> Dashboard.Action {
      .windowChanged(
        RemoteAccess(build: Scenes.failed, state: state, grace: 600, serverTime: Scenes.start))
    }
    let (open, state) = Self.told(
      Self.loaded, window(.closing(deadline: Scenes.start.addingTimeInterval(600))))
    #expect(
      open == ["#2 sample is open for another 10 minutes; `ssh 2` goes inside."])
    #expect(Self.told(state, .tick(now: Scenes.start.addingTimeInterval(100))).lines.isEmpty)
    let (warned, later) = Self.told(state, .tick(now: Scenes.start.addingTimeInterval(300)))
    #expect(warned == ["#2 sample closes in 5 minutes."])
    #expect(Self.told(later, .tick(now: Scenes.start.addingTimeInterval(301))).lines.isEmpty)
    let closed = Self.told(
      later, window(.closed(.graceOver, at: Scenes.start.addingTimeInterval(600))))
    #expect(closed.lines.first?.hasPrefix("#2 sample is closed. ") == true)
  }

  @Test func `a door that is known before its build is told with the build's number`() {
    let window = Dashboard.Action.windowChanged(
      RemoteAccess(
        build: Scenes.failed, state: .closing(deadline: Scenes.start.addingTimeInterval(600)),
        grace: 600, serverTime: Scenes.start))
    let (early, state) = Self.told(Scenes.state(), window)
    #expect(early.isEmpty)
    let (lines, loaded) = Self.told(state, .buildsLoaded(Scenes.builds))
    #expect(lines.last == "#2 sample is open for another 10 minutes; `ssh 2` goes inside.")
    #expect(Self.told(loaded, .buildsLoaded(Scenes.builds)).lines.isEmpty)
  }
}
