import BuildModel
import struct Foundation.Date

/// The log of the chosen step, or of the whole build.
package enum LogPane {
  package struct State: Sendable, Equatable {
    package var position = Position.end
    /// The first column on the screen, while lines are not broken.
    package var column = 0
    /// Whether a line that is too long goes on in the next row.
    package var isWrapped: Bool
    /// Whether each line says when it was written, where the service tells it.
    package var showsTimes: Bool
    /// Steps of which the whole log shows one row.
    package var folded: Set<Int> = []
    package var searches: [LogSearch.Kind: LogSearch] = [:]
    /// The search whose matches were visited last.
    package var lead = LogSearch.Kind.typed
    /// A match that must be brought into the columns on the screen.
    package var reveals: LogPlace?
    package var selection: Selection?
    /// The part of the log that was last asked for.
    package var asked: ClosedRange<Int>?
    /// When it was.
    var askedAt: Date?

    package init(isWrapped: Bool = false, showsTimes: Bool = false) {
      self.isWrapped = isWrapped
      self.showsTimes = showsTimes
    }

    /// Another step's log comes into view, at its end.
    mutating func showOther() {
      position = .end
      column = 0
      selection = nil
      reveals = nil
    }
  }

  /// Which part of the log is on the screen.
  package enum Position: Sendable, Equatable {
    /// The last lines, and those that come.
    case end
    /// From this row of this line on.
    case top(LogPlace, row: Int)
    /// This line, with some before it.
    case around(LogPlace)
  }

  /// Lines, or a block of columns, that are about to be copied.
  package struct Selection: Sendable, Equatable {
    package enum Shape: Sendable, Equatable { case lines, block }

    package var shape: Shape
    package var anchor: LogPlace
    package var cursor: LogPlace
    /// Until it is fixed, the anchor goes with the cursor, to where the selection is to begin.
    package var isFixed = false
    /// Columns of the text, for a block.
    package var anchorColumn = 0
    package var cursorColumn = 0

    package var places: ClosedRange<LogPlace> { min(anchor, cursor)...max(anchor, cursor) }
    package var columns: ClosedRange<Int> {
      min(anchorColumn, cursorColumn)...max(anchorColumn, cursorColumn)
    }
  }

  /// Which chunks the chosen row of the steps is about; nil where it has none.
  package static func range(_ state: Dashboard.State) -> ClosedRange<Int>? {
    guard let build = state.builds.selected else { return nil }
    let end = state.facts.logs[build]?.lastPosition ?? 0
    guard let step = BuildDetail.chosenStep(state), BuildDetail.tellsChunks(state) else {
      return end > 0 ? 1...end : nil
    }
    return range(of: step, upTo: end)
  }

  static func range(of step: Step, upTo end: Int) -> ClosedRange<Int>? {
    guard let first = step.firstChunk else { return nil }
    let last = step.status == .running ? max(end, first) : step.lastChunk ?? end
    return last >= first ? first...last : nil
  }

  /// Whether more may come to what is shown.
  static func isGrowing(_ state: Dashboard.State) -> Bool {
    guard let build = state.selectedBuild, state.facts.logs[build.slug]?.isComplete != true else {
      return false
    }
    guard let step = BuildDetail.chosenStep(state), BuildDetail.tellsChunks(state) else {
      return true
    }
    return step.status == .running || step.lastChunk == nil
  }

  /// Whether lines that come now are to be seen at once.
  static func isEndInView(_ state: Dashboard.State, of build: BuildSlug) -> Bool {
    guard build == state.builds.selected, state.detail.log.position == .end,
      let last = state.facts.logs[build]?.lastPosition
    else { return false }
    return range(state).map { $0.upperBound >= last } ?? true
  }

  /// What was asked for may never have been heard: forgets that it was.
  static func askAnew(_ state: inout Dashboard.State) {
    state.detail.log.asked = nil
    for kind in LogSearch.Kind.allCases { state.detail.log.searches[kind]?.askAnew() }
  }
}
