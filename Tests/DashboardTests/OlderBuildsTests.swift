import BuildModel
import Testing

@testable import Dashboard

/// Builds that the service has and the list has not.
struct OlderBuildsTests {
  private func builds(_ numbers: ClosedRange<Int>) -> [Build] {
    numbers.map {
      Scenes.build($0, .success, workflow: "primary", minutesAgo: Double(1000 - $0))
    }
  }

  private func state() -> Dashboard.State {
    var state = Scenes.state()
    state.feed(.started, .buildsLoaded(builds(401...500), next: "p2"))
    return state
  }

  @Test func `older builds are asked for as the end of the list comes near, once`() {
    var state = state()
    #expect(!state.press("j").contains(.loadOlderBuilds(cursor: "p2")))
    #expect(state.press("G").contains(.loadOlderBuilds(cursor: "p2")))
    #expect(!state.press("k").contains(.loadOlderBuilds(cursor: "p2")))
    #expect(state.text.contains("100+ builds"))
    state.feed(.olderBuildsLoaded(builds(301...400), next: "p3"))
    #expect(state.builds.table.count == 200)
    #expect(state.selectedBuild?.number == 402)
    #expect(state.press("G").contains(.loadOlderBuilds(cursor: "p3")))
    state.feed(.olderBuildsLoaded(builds(1...300), next: nil))
    #expect(state.press("G").allSatisfy { $0 != .loadOlderBuilds(cursor: "p3") })
    #expect(state.text.contains(" 500 builds "))
  }

  @Test func `newest builds that are loaded anew leave the older ones where they meet`() {
    var state = state()
    state.feed(.olderBuildsLoaded(builds(301...400), next: "p3"))
    state.feed(.buildsLoaded(builds(421...520), next: "p2b"))
    #expect(state.builds.table.count == 220)
    #expect(state.facts.list.older?.cursor == "p3")
    // Too much happened in between: the gap must not be hidden.
    state.feed(.buildsLoaded(builds(801...900), next: "p9"))
    #expect(state.builds.table.count == 100)
    #expect(state.facts.list.older?.cursor == "p9")
  }

  @Test func `a filter asks the service for what is not here, and once for the same filter`()
    throws
  {
    var state = state()
    let asked = state.press("/branch:main")
    let query = try #require(BuildQuery(try BuildFilter("branch:main"), now: state.facts.serverNow))
    #expect(asked.last { $0 == .findBuilds(query, cursor: nil) } != nil)
    #expect(state.feed(.tick(now: state.facts.now.addingTimeInterval(200))).isEmpty)
    state.feed(.buildsFound(query, builds(11...15), next: nil))
    #expect(state.builds.table.count == 105)
    state.press("\r\u{1B}")
    #expect(state.builds.table.count == 100)
    #expect(state.facts.builds.count == 100)
  }

  @Test func `further pages are asked for while the end is near, until it is fruitless`() throws {
    var state = state()
    state.press("/took:>1h branch:main\r")
    let query = try #require(BuildQuery(try BuildFilter("branch:main"), now: state.facts.serverNow))
    #expect(state.builds.table.count == 0)
    var pages = 0
    var effects = state.feed(.buildsFound(query, builds(301...400), next: "n"))
    while effects.contains(.findBuilds(query, cursor: "n")), pages < 100 {
      pages += 1
      effects = state.feed(.buildsFound(query, builds(301...400), next: "n"))
    }
    #expect(pages == 19)
    #expect(state.text.contains("nor among 2000"))
  }

  @Test func `what was asked before another filter was typed goes nowhere`() throws {
    var state = state()
    state.press("/branch:main")
    let former = try #require(
      BuildQuery(try BuildFilter("branch:main"), now: state.facts.serverNow))
    state.press("x")
    state.feed(.buildsFound(former, builds(11...15), next: "n"))
    #expect(state.builds.find?.status == .asking)
  }

  @Test func `a refusal is told in the empty list`() throws {
    var state = state()
    state.press("/branch:none\r")
    let query = try #require(BuildQuery(try BuildFilter("branch:none"), now: state.facts.serverNow))
    state.feed(.refused(.findBuilds(query, cursor: nil), sentence: "Not now."))
    #expect(state.text.contains("Not now."))
  }
}
