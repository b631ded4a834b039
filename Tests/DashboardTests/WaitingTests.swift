import BuildModel
import Foundation
import TerminalSurface
import Testing

@testable import Dashboard

/// Held builds and kept machines: what waits for somebody.
@Suite struct WaitingTests {
  private static func state(_ build: Build) -> Dashboard.State {
    var state = Scenes.state()
    _ = Dashboard.update(&state, .buildsLoaded([build]))
    return state
  }

  private static var held: Build {
    var build = Scenes.build(3, .queued, workflow: "primary", minutesAgo: 0)
    build.isOnHold = true
    return build
  }

  private static var kept: Build {
    var build = Scenes.build(4, .failed, workflow: "primary", minutesAgo: 1)
    build.keptUntil = Scenes.start.addingTimeInterval(540)
    return build
  }

  private static func words(_ state: Dashboard.State) -> [String] {
    BuildDetail.summary(state, columns: 60).map { $0.map(\.text).joined() }
  }

  @Test func `a held build is marked, and H releases it`() {
    var state = Self.state(Self.held)
    let row = Builds.row(for: Self.held, state.facts, glyphs: .unicode)
    #expect(row.when.text == "held")
    #expect(Self.words(state).contains("held until H releases it"))
    #expect(state.press("H") == [.hold(Self.held.slug, false)])
  }

  @Test func `a build that waits can be held`() {
    var state = Self.state(Scenes.build(3, .queued, workflow: "primary", minutesAgo: 0))
    #expect(state.press("H") == [.hold(BuildSlug(rawValue: "b3"), true)])
  }

  @Test func `a build that does not wait cannot be held, and that is said`() {
    var state = Self.state(Scenes.build(2, .failed, workflow: "primary", minutesAgo: 1))
    #expect(state.press("H").isEmpty)
    #expect(
      state.notice?.text
        == "#2 does not wait; only a build that waits for its turn can be held.")
  }

  @Test func `a kept machine is marked, s opens it, and its pane opens with it`() {
    var state = Self.state(Self.kept)
    #expect(Builds.row(for: Self.kept, state.facts, glyphs: .unicode).when.text == "kept")
    #expect(Self.words(state).contains("kept until 14:31:00; s opens it as it failed"))
    #expect(state.press("s") == [.openWindow(Self.kept.slug)])
    _ = Dashboard.update(
      &state,
      .windowChanged(
        RemoteAccess(
          build: Self.kept.slug, state: .closing(deadline: Scenes.start.addingTimeInterval(600)),
          grace: 600, serverTime: Scenes.start)))
    #expect(state.pane?.kind == .ssh)
    #expect(!state.facts.isKept(Self.kept))
  }

  @Test func `a machine that has gone is not kept`() {
    var state = Self.state(Self.kept)
    _ = Dashboard.update(&state, .tick(now: Scenes.start.addingTimeInterval(541)))
    #expect(!state.facts.isKept(Self.kept))
    #expect(state.availability(of: .connect) != .enabled)
  }

  @Test func `copying from a kept machine says what opens it`() {
    var state = Self.state(Self.kept)
    _ = state.press("y")
    #expect(
      state.notice?.text == "The machine of #4 is kept as it failed, and shut. s opens it.")
  }

  @Test(arguments: [BuildStatus.running, .queued])
  func `a build that is under way is opened by the key that goes inside`(_ status: BuildStatus) {
    let build = Scenes.build(4, status, workflow: "checkout", minutesAgo: 0)
    var state = Self.state(build)
    #expect(state.availability(of: .connect) == .enabled)
    var other = state
    _ = other.press("a")
    #expect(other.notice?.text.hasSuffix("without remote access. s opens its machine.") == true)
    #expect(state.press("s") == [.openWindow(build.slug)])
    #expect(state.expected.contains(build.slug))
    #expect(state.notice?.text.hasPrefix("The machine of #4 sample is being opened") == true)
  }

  @Test func `where only rebuilds open their machine, a running build waits for its rebuild`() {
    var state = Self.state(Scenes.build(4, .running, workflow: "checkout", minutesAgo: 0))
    state.feed(.serviceLoaded(ServiceFacts(offer: .pageOnly)))
    #expect(state.press("s").isEmpty)
    #expect(state.notice?.text.contains("Once it is finished, R rebuilds it") == true)
  }

  @Test func `a pane that stays open says of each build what opens it`() {
    var state = Dashboard.State.withDoorOpen(columns: 120, rows: 40)
    #expect(state.pane != nil)
    state.feed(.buildChanged(Scenes.build(9, .running, workflow: "checkout", minutesAgo: 0)))
    state.press("g")
    #expect(state.text.contains("#9 runs without remote access. s opens its machine."))
  }
}
