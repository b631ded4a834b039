package import BuildModel

/// What one build is and how its steps went, and the log of the chosen one.
package enum BuildDetail {
  package struct State: Sendable, Equatable {
    package var choice = Choice.automatic
    package var position = Position.end
    /// The first step on the screen.
    package var top = 0

    package init() {}
  }

  /// Which step's log is shown.
  package enum Choice: Sendable, Equatable {
    /// The one that matters now: what failed, else what runs, else the last that ran.
    case automatic
    case wholeLog
    case step(Int)
  }

  /// Which part of the log is on the screen.
  package enum Position: Sendable, Equatable {
    /// The last lines, and those that come.
    case end
    /// From this line of the log on.
    case line(Int)
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
    guard entries.indices.contains(target) else { return }
    switch entries[target] {
    case .wholeLog: state.detail.choice = .wholeLog
    case .step(let step): state.detail.choice = .step(step.index)
    }
    state.detail.position = .end
  }

  /// Scrolls the log.
  package static func scroll(_ state: inout Dashboard.State, _ motion: Motion, rows: Int) {
    let lines = logLines(state)
    let top = firstLine(state, rows: rows)
    let last = max(lines.lowerBound, lines.upperBound - rows)
    let target = motion.moved(from: top, in: lines.lowerBound..<last + 1, page: rows)
    state.detail.position = target >= last ? .end : .line(target)
  }

  /// The number of the first log line on the screen.
  package static func firstLine(_ state: Dashboard.State, rows: Int) -> Int {
    let lines = logLines(state)
    let last = max(lines.lowerBound, lines.upperBound - rows)
    switch state.detail.position {
    case .end: return last
    case .line(let number): return min(last, max(lines.lowerBound, number))
    }
  }

  /// The numbers of the log lines that the chosen row is about.
  package static func logLines(_ state: Dashboard.State) -> Range<Int> {
    guard let build = state.builds.selected, let log = state.facts.logs[build] else { return 0..<0 }
    let entries = entries(state)
    let chosen = chosenIndex(state)
    guard entries.indices.contains(chosen), case .step(let step) = entries[chosen],
      tellsChunks(entries)
    else { return log.lineNumbers }
    guard let first = step.firstChunk else {
      return log.lineNumbers.upperBound..<log.lineNumbers.upperBound
    }
    let last = step.status == .running ? Int.max : step.lastChunk ?? Int.max
    return log.lineNumbers(inChunks: first...max(first, last))
  }

  /// Whether the service tells which part of the log is which step's.
  private static func tellsChunks(_ entries: [Entry]) -> Bool {
    entries.contains { entry in
      guard case .step(let step) = entry else { return false }
      return step.firstChunk != nil
    }
  }
}
