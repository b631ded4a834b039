import BuildModel
import Foundation
import TerminalSurface
import TestSupport
import Testing
import Theming

@testable import Dashboard

/// Whole screens on which there is nothing to show, or not yet, and nothing was refused.
struct AbsenceScreenTests {
  private func expect(_ name: String, _ make: (Size) -> Dashboard.State) {
    for size in StateScreenTests.sizes {
      expectGolden(
        make(size).screen(), "\(name)-\(size.columns)x\(size.rows)", theme: .dark)
    }
  }

  private func machine(_ window: AccessWindow.State, _ size: Size) -> Dashboard.State {
    var state = Scenes.asked(.access, size)
    state.feed(.accessLoaded(Scenes.access(window)))
    return state
  }

  @Test func `a configuration that is empty`() {
    expect("configuration-empty") { size in
      var state = Scenes.asked(.configuration, size)
      state.feed(.configurationLoaded(Scenes.failed, .build, text: ""))
      return state
    }
  }

  @Test func `no app of which anything could be run`() {
    expect("workflows-empty") { size in
      var state = Scenes.asked(.workflows, size)
      state.feed(.workflowsLoaded([]))
      return state
    }
  }

  @Test func `builds that never came`() {
    expect("builds-unheard") { size in
      var state = Scenes.state(columns: size.columns, rows: size.rows)
      state.feed(.started, .connectionLost(sentence: StateScreenTests.silence))
      state.pass(95)
      return state
    }
  }

  @Test func `a filter that nothing passes`() {
    expect("filter-none") { size in
      var state = Dashboard.State.withList(columns: size.columns, rows: size.rows)
      for case .findBuilds(let query, _) in state.press("/branch:gone\r") {
        state.feed(.buildsFound(query, [], next: nil))
      }
      return state
    }
  }

  @Test func `an action that there is not`() {
    expect("palette-none") { size in
      var state = Dashboard.State.withList(columns: size.columns, rows: size.rows)
      state.press(":zzz")
      return state
    }
  }

  @Test func `a log of a build that waits`() {
    expect("log-waiting") { size in
      var state = Scenes.state(columns: size.columns, rows: size.rows)
      state.feed(
        .started, .connectionRestored,
        .buildsLoaded([Scenes.build(5, .queued, workflow: "primary", minutesAgo: 0)]))
      state.press("\r\r")
      return state
    }
  }

  @Test func `a machine that is being prepared`() {
    expect("access-opening") { machine(.opening, $0) }
  }

  @Test func `a machine whose time is up, and nobody has said that it is closed`() {
    expect("access-time-up") { size in
      var state = machine(.closing(deadline: Scenes.start.addingTimeInterval(60)), size)
      state.pass(61)
      return state
    }
  }
}
