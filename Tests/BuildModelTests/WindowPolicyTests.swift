import BuildModel
import Foundation
import Testing

@Suite struct WindowPolicyTests {
  private static let start = Date(timeIntervalSince1970: 1_000_000)
  private func at(_ seconds: TimeInterval) -> Date { Self.start + seconds }

  /// A window whose build ended at second 0.
  private func window(_ policy: WindowPolicy, hold: TimeInterval = 0) -> AccessWindow {
    var window = AccessWindow(grace: 600, hold: hold, policy: policy)
    window.apply(.doorOpened(at: at(-60)))
    window.apply(.buildFinished(at: at(0)))
    return window
  }

  @Test func `a window through which nobody comes closes early, and says so`() {
    var window = window(WindowPolicy(unvisitedLimit: 120))
    #expect(window.deadline == at(120))
    window.apply(.timePassed(now: at(120)))
    #expect(window.state == .closed(.nobodyCame, at: at(120)))
  }

  @Test func `who has come once keeps the whole time`() {
    var window = window(WindowPolicy(unvisitedLimit: 120))
    window.apply(.occupied(by: 1, at: at(100)))
    window.apply(.occupied(by: 0, at: at(110)))
    #expect(window.deadline == at(600))
    window.apply(.timePassed(now: at(600)))
    #expect(window.state == .closed(.graceOver, at: at(600)))
  }

  @Test func `a visit while the build runs counts, and so does more time`() {
    var visited = AccessWindow(grace: 600, policy: WindowPolicy(unvisitedLimit: 120))
    visited.apply(.doorOpened(at: at(-60)))
    visited.apply(.occupied(by: 1, at: at(-50)))
    visited.apply(.occupied(by: 0, at: at(-40)))
    visited.apply(.buildFinished(at: at(0)))
    #expect(visited.deadline == at(600))
    var extended = window(WindowPolicy(unvisitedLimit: 120))
    extended.apply(.extended(seconds: 60, at: at(10)))
    #expect(extended.deadline == at(660))
  }

  @Test func `somebody inside keeps the door open, up to a cap`() {
    var window = window(WindowPolicy(stayLimit: 300))
    window.apply(.occupied(by: 2, at: at(10)))
    #expect(window.deadline == at(900))
    window.apply(.timePassed(now: at(900)))
    #expect(window.state == .closed(.graceOver, at: at(900)))
  }

  @Test func `the last one to leave after the end closes the door`() {
    var window = window(WindowPolicy(stayLimit: 300))
    window.apply(.occupied(by: 1, at: at(10)))
    window.apply(.occupied(by: 0, at: at(20)))
    #expect(window.deadline == at(600))
    window.apply(.occupied(by: 1, at: at(30)))
    window.apply(.occupied(by: 0, at: at(700)))
    #expect(window.state == .closed(.graceOver, at: at(700)))
  }

  @Test func `added time ends with the build's limit`() {
    var window = window(WindowPolicy(buildLimitAt: at(1000)))
    window.apply(.extended(seconds: 300, at: at(10)))
    #expect(window.deadline == at(900) && window.extra == 300)
    window.apply(.extended(seconds: 300, at: at(20)))
    #expect(window.deadline == at(1000) && window.extra == 400)
    window.apply(.extended(seconds: 300, at: at(30)))
    #expect(window.deadline == at(1000) && window.extra == 400)
  }

  @Test func `the grace is whole although the build's limit comes first`() {
    let window = window(WindowPolicy(buildLimitAt: at(100)), hold: 500)
    #expect(window.deadline == at(600) && window.extra == 0)
  }

  @Test func `a window is read again as it was written down`() throws {
    var window = window(WindowPolicy(unvisitedLimit: 120, stayLimit: 300))
    window.apply(.occupied(by: 1, at: at(10)))
    let again = try JSONDecoder().decode(
      AccessWindow.self, from: JSONEncoder().encode(window))
    #expect(again == window)
  }

  @Test(
    arguments: [
      (601, 300), (300.5, 300), (300, 120), (121, 120), (120, 60), (60, nil), (1, nil),
    ] as [(TimeInterval, TimeInterval?)])
  func `warnings come at five, two and one minutes`(left: TimeInterval, next: TimeInterval?) {
    #expect(DeadlineWarnings.next(before: left) == next)
  }
}
