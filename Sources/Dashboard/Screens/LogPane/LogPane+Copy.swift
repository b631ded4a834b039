import TerminalSurface

extension LogPane {
  /// More does not go through a terminal, and is better saved.
  static let mostCopiedBytes = 1 << 20

  enum Copy: Equatable {
    case text(CopyText)
    /// Why it cannot be copied, and what can be done instead.
    case refused(String)
  }

  /// What is selected, as it is seen: without colours, and without what a line was written over.
  static func selected(_ state: Dashboard.State) -> Copy? {
    guard let build = state.builds.selected, let selection = state.detail.log.selection,
      let log = state.facts.logs[build]
    else { return nil }
    let places = selection.places
    let first = log.text.index(of: places.lowerBound)
    let last = log.text.index(of: places.upperBound)
    guard last < log.text.count, log.text.place(at: first) == places.lowerBound,
      log.text.place(at: last) == places.upperBound,
      log.text.distance(from: first, to: last + 1) <= mostCopiedBytes
    else { return .refused("That is too much for a clipboard. S saves the log to a file.") }
    let lines = (first...last).map { index in
      let runs = AnsiText.parse(log.text.line(at: index), base: .plain)
      return selection.shape == .lines ? runs.plainText : block(runs, selection.columns)
    }
    let label = TimeWords.counted(lines.count, "line") + " of the log"
    return .text(CopyText(label: label, text: lines.map { "\($0)\n" }.joined()))
  }

  private static func block(_ runs: [StyledRun], _ columns: ClosedRange<Int>) -> String {
    let text = runs.cells(from: columns.lowerBound, columns: columns.count).plainText
    return String(text.reversed().drop { $0 == " " }.reversed())
  }
}
