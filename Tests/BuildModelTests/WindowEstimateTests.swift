import BuildModel
import Foundation
import Testing

@Suite struct WindowEstimateTests {
  private let start = Date(timeIntervalSince1970: 1_790_000_000)
  private func after(_ seconds: TimeInterval) -> Date { start.addingTimeInterval(seconds) }

  private func build(_ status: BuildStatus, finished: TimeInterval? = nil) -> Build {
    Build(
      slug: BuildSlug(rawValue: "b"), app: AppSlug(rawValue: "a"), appTitle: "app", number: 1,
      status: status, workflow: "primary", triggeredAt: start, startedAt: start,
      finishedAt: finished.map(after))
  }

  private func steps(_ ends: TimeInterval?...) -> [Step] {
    ends.enumerated().map { index, end in
      Step(
        index: index, stepID: "script", title: "s", status: end == nil ? .running : .failed,
        startedAt: start, finishedAt: end.map(after))
    }
  }

  private func state(
    _ build: Build, _ steps: [Step], now: TimeInterval, isReady: Bool = true
  ) -> AccessWindow.State {
    WindowEstimate.state(of: build, steps: steps, isReady: isReady, now: after(now)).state
  }

  @Test func `a build that runs is open once its machine is`() {
    #expect(state(build(.running), steps(nil), now: 30) == .open)
    #expect(state(build(.running), steps(nil), now: 30, isReady: false) == .opening)
    #expect(state(build(.queued), [], now: 30) == .opening)
  }

  @Test func `the end that is told before the ten minutes begins them`() {
    let told = WindowEstimate.state(
      of: build(.failed, finished: 102), steps: steps(60, 100), isReady: true, now: after(110))
    #expect(told.state == .closing(deadline: after(700)))
    #expect(told.estimate == .stepsEnded(at: after(100)))
  }

  @Test func `the end that is told after the ten minutes has ended them`() {
    #expect(
      state(build(.failed, finished: 701), steps(60, 100), now: 702)
        == .closed(.graceOver, at: after(701)))
  }

  @Test func `during the ten minutes a build still counts as running, and its door closes`() {
    #expect(
      state(build(.running), steps(60, 100), now: 400) == .closing(deadline: after(700)))
  }

  @Test func `a pause between two steps is no end`() {
    #expect(state(build(.running), steps(60, 100), now: 110) == .open)
  }

  @Test func `without steps the build's own end is all there is`() {
    let told = WindowEstimate.state(
      of: build(.success, finished: 100), steps: [], isReady: true, now: after(200))
    #expect(told.state == .closing(deadline: after(700)))
    #expect(told.estimate == .buildFinished(at: after(100)))
  }

  @Test func `an aborted build has no machine`() {
    #expect(
      state(build(.aborted, finished: 100), steps(90), now: 101)
        == .closed(.aborted, at: after(100)))
  }

  @Test func `no estimate promises more than ten minutes after any end that is told`() {
    for finished in stride(from: 50.0, through: 900, by: 7) {
      for last in stride(from: 10.0, through: finished, by: 11) {
        for now in [finished, finished + 300, finished + 599] {
          let state = state(build(.failed, finished: finished), steps(last), now: now)
          guard case .closing(let deadline) = state else { continue }
          #expect(deadline <= after(last + 600))
          #expect(deadline > after(now))
        }
      }
    }
  }
}
