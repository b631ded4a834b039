import BuildModel

/// What the log pane has to show, one entry after the other, as far as it is held.
struct LogSheet {
  enum Entry: Equatable {
    /// A line, by its index in the held text.
    case line(Int)
    /// A step of which only this is shown.
    case fold(Step)
    /// Lines that have not been loaded.
    case missing(ClosedRange<Int>)
  }

  private struct Segment {
    enum Kind {
      case lines(Range<Int>)
      case fold(Step, ClosedRange<Int>)
      case missing(ClosedRange<Int>)
    }

    var kind: Kind
    /// The number of its first entry.
    var start: Int
    var count: Int
  }

  let log: BuildLog
  private var segments: [Segment] = []
  private(set) var count = 0

  /// Nil where nothing is known of the log yet.
  init?(_ state: Dashboard.State) {
    guard let build = state.builds.selected, let log = state.facts.logs[build],
      let last = log.lastPosition
    else { return nil }
    self.log = log
    guard let range = LogPane.range(state) else { return }
    var next = range.lowerBound
    for (step, part) in Self.folds(state, in: range, last: last) where part.lowerBound >= next {
      if part.lowerBound > next { addLines(next...part.lowerBound - 1) }
      add(.fold(step, part), count: 1)
      next = part.upperBound + 1
    }
    if next <= range.upperBound { addLines(next...range.upperBound) }
  }

  private static func folds(
    _ state: Dashboard.State, in range: ClosedRange<Int>, last: Int
  ) -> [(Step, ClosedRange<Int>)] {
    guard !state.detail.log.folded.isEmpty, BuildDetail.chosenStep(state) == nil,
      let build = state.builds.selected
    else { return [] }
    let steps = state.facts.steps[build] ?? []
    return steps.filter { state.detail.log.folded.contains($0.index) }.compactMap { step in
      LogPane.range(of: step, upTo: last).map { (step, $0.clamped(to: range)) }
    }
  }

  private mutating func addLines(_ chunks: ClosedRange<Int>) {
    guard let held = log.held, held.overlaps(chunks) else {
      add(.missing(chunks), count: 1)
      return
    }
    let here = chunks.clamped(to: held)
    if here.lowerBound > chunks.lowerBound {
      add(.missing(chunks.lowerBound...here.lowerBound - 1), count: 1)
    }
    let lines = log.text.lines(inChunks: here)
    add(.lines(lines), count: lines.count)
    if here.upperBound < chunks.upperBound {
      add(.missing(here.upperBound + 1...chunks.upperBound), count: 1)
    }
  }

  private mutating func add(_ kind: Segment.Kind, count: Int) {
    segments.append(Segment(kind: kind, start: self.count, count: count))
    self.count += count
  }

  subscript(number: Int) -> Entry {
    let segment = segments[segmentIndex(of: number)]
    switch segment.kind {
    case .lines(let lines): return .line(lines.lowerBound + number - segment.start)
    case .fold(let step, _): return .fold(step)
    case .missing(let chunks): return .missing(chunks)
    }
  }

  func isMissing(_ number: Int) -> Bool {
    guard case .missing = self[number] else { return false }
    return true
  }

  /// The last entry that is no folded step; the last of all where there is none.
  var lastUnfolded: Int {
    let segment = segments.last { segment in
      if case .fold = segment.kind { false } else { segment.count > 0 }
    }
    return segment.map { $0.start + $0.count - 1 } ?? count - 1
  }

  private func segmentIndex(of number: Int) -> Int {
    (segments.lastIndex { $0.start <= number && $0.count > 0 }) ?? 0
  }

  /// Where an entry stands in the log, whatever is loaded or folded.
  func place(at number: Int) -> LogPlace {
    let segment = segments[segmentIndex(of: number)]
    switch segment.kind {
    case .lines(let lines): return log.text.place(at: lines.lowerBound + number - segment.start)
    case .fold(_, let chunks), .missing(let chunks): return LogPlace(chunk: chunks.lowerBound)
    }
  }

  /// The entry that shows a place, or the first one behind it.
  func number(of place: LogPlace) -> Int {
    for segment in segments {
      switch segment.kind {
      case .fold(_, let chunks), .missing(let chunks):
        if place.chunk <= chunks.upperBound { return segment.start }
      case .lines(let lines):
        let index = log.text.index(of: place)
        if index < lines.upperBound {
          return segment.start + max(0, index - lines.lowerBound)
        }
      }
    }
    return max(0, count - 1)
  }

  /// Whether the line of a place is held.
  func holds(_ place: LogPlace) -> Bool {
    guard let held = log.held, held.contains(place.chunk), count > 0 else { return false }
    guard case .line(let index) = self[number(of: place)] else { return false }
    return log.text.place(at: index) == place
  }
}
