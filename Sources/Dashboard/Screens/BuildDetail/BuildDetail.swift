package import BuildModel

/// What one build is and how its steps went, and the log of the chosen one.
package enum BuildDetail {
  package struct State: Sendable, Equatable {
    package var choice = Choice.automatic
    /// The first step on the screen.
    package var top = 0
    package var log: LogPane.State

    package init(log: LogPane.State = LogPane.State()) { self.log = log }
  }

  /// Which step's log is shown.
  package enum Choice: Sendable, Equatable {
    /// The one that matters now: what failed, else what runs, else the last that ran.
    case automatic
    case wholeLog
    case step(Int)
  }

  /// A row of the steps pane.
  package enum Entry: Sendable, Equatable {
    case wholeLog
    case step(Step)
  }

  /// The rows of the steps pane: each step, then the whole log.
  package static func entries(_ state: Dashboard.State) -> [Entry] {
    guard let build = state.builds.selected, let steps = state.facts.steps[build],
      !steps.isEmpty
    else { return [] }
    return steps.map(Entry.step) + [.wholeLog]
  }

  /// The row whose log is shown.
  package static func chosenIndex(_ state: Dashboard.State) -> Int {
    let entries = entries(state)
    let steps = state.builds.selected.flatMap { state.facts.steps[$0] } ?? []
    switch state.detail.choice {
    case .wholeLog: return max(0, entries.count - 1)
    case .step(let index): return steps.firstIndex { $0.index == index } ?? 0
    case .automatic: return automaticIndex(steps) ?? 0
    }
  }

  private static func automaticIndex(_ steps: [Step]) -> Int? {
    steps.firstIndex { $0.status.failsBuild } ?? steps.lastIndex { $0.status == .running }
      ?? steps.lastIndex { $0.status.isFinished && $0.startedAt != nil }
  }

  /// Chooses another row of the steps pane.
  package static func moveChoice(_ state: inout Dashboard.State, _ motion: Motion, rows: Int) {
    let entries = entries(state)
    let target = motion.moved(from: chosenIndex(state), in: entries.indices, page: rows)
    choose(&state, row: target)
  }

  /// Chooses a row of the steps pane, and answers whether there is one.
  @discardableResult
  static func choose(_ state: inout Dashboard.State, row: Int) -> Bool {
    let entries = entries(state)
    guard entries.indices.contains(row) else { return false }
    switch entries[row] {
    case .wholeLog: state.detail.choice = .wholeLog
    case .step(let step): state.detail.choice = .step(step.index)
    }
    state.detail.log.showOther()
    return true
  }

  /// The step whose log is shown; nil for the log of the whole build.
  package static func chosenStep(_ state: Dashboard.State) -> Step? {
    let entries = entries(state)
    let chosen = chosenIndex(state)
    guard entries.indices.contains(chosen), case .step(let step) = entries[chosen] else {
      return nil
    }
    return step
  }

  /// Whether the service tells which part of the log is which step's.
  static func tellsChunks(_ state: Dashboard.State) -> Bool {
    let steps = state.builds.selected.flatMap { state.facts.steps[$0] } ?? []
    return steps.contains { $0.firstChunk != nil }
  }
}
