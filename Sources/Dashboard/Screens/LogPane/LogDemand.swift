import BuildModel

/// Which part of the log must be loaded for what is on the screen, and for what comes next.
enum LogDemand {
  /// What lies nearer to the screen than this is loaded before it is needed.
  private static let nearLines = 400
  private static let nearBytes = 256 << 10

  /// The chunks to ask for; nil where all that is needed is held.
  static func part(_ viewport: LogViewport, position: LogPane.Position) -> ClosedRange<Int>? {
    let sheet = viewport.sheet
    if case .missing(let gap) = sheet[viewport.top.entry] {
      switch position {
      case .end: return tail(of: gap, sheet.log)
      case .top(let place, _), .around(let place): return around(place, in: gap, sheet.log)
      }
    }
    return ahead(viewport) ?? before(viewport)
  }

  /// The first gap on the screen, or below it.
  private static func ahead(_ viewport: LogViewport) -> ClosedRange<Int>? {
    let sheet = viewport.sheet
    let bottom = viewport.visible.last?.entry ?? viewport.top.entry
    for number in viewport.top.entry..<min(sheet.count, bottom + nearLines) {
      guard case .missing(let gap) = sheet[number] else { continue }
      guard number <= bottom || isNear(bottom, number, sheet) else { return nil }
      return reach(gap, from: .above, viewport)
    }
    return nil
  }

  private static func before(_ viewport: LogViewport) -> ClosedRange<Int>? {
    let (sheet, top) = (viewport.sheet, viewport.top.entry)
    for number in (max(0, top - nearLines)..<max(0, top)).reversed() {
      guard case .missing(let gap) = sheet[number] else { continue }
      guard isNear(number, top, sheet) else { return nil }
      return reach(gap, from: .below, viewport)
    }
    return nil
  }

  private enum Side { case above, below }

  /// What to ask for so that a gap closes without what is on the screen being let go for it.
  ///
  /// Only one part of a log is held. Two gaps with a folded step between them would take each
  /// other's place for ever, so the folded step is loaded along; where it is too long for that,
  /// the farther gap waits until it is gone to.
  private static func reach(
    _ gap: ClosedRange<Int>, from side: Side, _ viewport: LogViewport
  ) -> ClosedRange<Int>? {
    let log = viewport.sheet.log
    guard let held = log.held, viewport.showsText else {
      return side == .above ? ledIn(head(of: gap, log)) : tail(of: gap, log)
    }
    if gap.lowerBound > held.upperBound {
      guard gap.lowerBound - held.upperBound <= log.pageChunks else { return nil }
      return held.upperBound + 1...head(of: gap, log).upperBound
    }
    guard gap.upperBound < held.lowerBound, held.lowerBound - gap.upperBound <= log.pageChunks
    else { return nil }
    return tail(of: gap, log).lowerBound...held.lowerBound - 1
  }

  private static func isNear(_ first: Int, _ last: Int, _ sheet: LogSheet) -> Bool {
    let lines = (first...last).compactMap { number -> Int? in
      guard case .line(let index) = sheet[number] else { return nil }
      return index
    }
    guard let low = lines.first, let high = lines.last else { return true }
    return sheet.log.text.distance(from: low, to: high) < nearBytes
  }

  private static func head(of gap: ClosedRange<Int>, _ log: BuildLog) -> ClosedRange<Int> {
    gap.lowerBound...min(gap.upperBound, gap.lowerBound + log.pageChunks - 1)
  }

  private static func tail(of gap: ClosedRange<Int>, _ log: BuildLog) -> ClosedRange<Int> {
    ledIn(max(gap.lowerBound, gap.upperBound - log.pageChunks + 1)...gap.upperBound)
  }

  private static func around(
    _ place: LogPlace, in gap: ClosedRange<Int>, _ log: BuildLog
  ) -> ClosedRange<Int> {
    let half = max(1, log.pageChunks / 2)
    let chunk = min(max(place.chunk, gap.lowerBound), gap.upperBound)
    return ledIn(
      max(gap.lowerBound, chunk - half)...min(gap.upperBound, chunk + half))
  }

  /// With the chunk before, which tells whether the first one begins a line.
  private static func ledIn(_ part: ClosedRange<Int>) -> ClosedRange<Int> {
    max(1, part.lowerBound - 1)...part.upperBound
  }
}

extension LogPane {
  /// Puts right what follows from everything else, and asks for what is missing.
  static func settle(_ state: inout Dashboard.State) -> [Dashboard.Effect] {
    reveal(&state)
    return pursue(&state) + demand(&state)
  }

  /// Asks for what is missing, once.
  private static func demand(_ state: inout Dashboard.State) -> [Dashboard.Effect] {
    guard let build = state.builds.selected, let area = area(state),
      let viewport = LogViewport(state, columns: area.columns, rows: area.rows),
      let part = LogDemand.part(viewport, position: state.detail.log.position),
      part != state.detail.log.asked
    else { return [] }
    state.detail.log.asked = part
    state.detail.log.askedAt = state.facts.now
    return [.loadLog(build, part)]
  }
}
