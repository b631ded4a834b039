/// A search through a log and what it has found so far.
///
/// It begins at what is on the screen, goes to the end, and then comes from the beginning, so that
/// the next match is known at once however long the log is.
package struct LogSearch: Sendable, Equatable {
  package enum Kind: Sendable, Hashable, CaseIterable {
    /// What the person typed.
    case typed
    /// Lines that tell of something that went wrong.
    case errors
  }

  /// More places are counted, and not kept.
  package static let mostPlaces = 100_000

  package let query: LogQuery
  /// The chunks that it is about.
  package private(set) var range: ClosedRange<Int>
  /// Where it began.
  package let origin: LogPlace
  /// In order.
  package private(set) var places: [LogPlace] = []
  /// How many there are beside those that are kept.
  package private(set) var uncounted = 0
  /// How far it has come from its origin on, and from the beginning on; nil before the first word.
  private var forward: Int?
  private var wrapped: Int?
  /// Where to begin the next time: a line that was not ended must be looked at again.
  private var resume: Int?
  /// The newest chunk of the log when it was last sent to look.
  package private(set) var sentAt = 0
  package private(set) var isRunning = false
  /// The match that the person stands on.
  package var current: LogPlace?
  /// Where to go as soon as it is known.
  package var wish: Wish?

  package enum Wish: Sendable, Equatable {
    /// The first at or behind the origin.
    case first
    case next, previous
  }

  /// What is known of a wish.
  package enum Answer: Sendable, Equatable {
    case found(LogPlace, isAround: Bool)
    case nowhere
    case notYet
  }

  package init(_ query: LogQuery, in range: ClosedRange<Int>, from origin: LogPlace, wish: Wish?) {
    self.query = query
    self.range = range
    self.origin = origin
    self.wish = wish
  }

  private var start: Int { max(range.lowerBound, origin.chunk) }
  private var isForwardDone: Bool { (forward ?? -1) >= min(range.upperBound, sentAt) }
  private var isWrappedDone: Bool { start <= range.lowerBound || (wrapped ?? -1) >= start - 1 }

  /// Whether every line has been looked at.
  package var isComplete: Bool { isForwardDone && isWrappedDone }
  package var count: Int { places.count + uncounted }

  /// Which of the matches the person stands on, counted from 1.
  package var ordinal: Int? {
    guard let current, isWrappedDone else { return nil }
    let index = firstIndex(atOrAfter: current)
    return index < places.count && places[index] == current ? index + 1 : nil
  }

  // MARK: Finding

  /// The log has been given an end, or more of it belongs to what is searched.
  package mutating func setEnd(_ end: Int) { range = range.lowerBound...max(range.lowerBound, end) }

  /// The parts that have not been looked at, when the log's newest chunk is this one.
  package mutating func send(upTo last: Int) -> [ClosedRange<Int>] {
    sentAt = last
    isRunning = true
    let upper = min(range.upperBound, max(last, range.lowerBound))
    var parts: [ClosedRange<Int>] = []
    let from = resume ?? start
    if from <= upper { parts.append(from...upper) }
    if !isWrappedDone { parts.append((wrapped.map { $0 + 1 } ?? range.lowerBound)...start - 1) }
    if parts.isEmpty { isRunning = false }
    return parts
  }

  /// The errand has failed; it is tried again when there is more to look at.
  package mutating func stop() { isRunning = false }

  /// Whatever was under way counts as lost.
  package mutating func askAnew() {
    isRunning = false
    sentAt = 0
  }

  package mutating func take(_ findings: LogFindings) {
    for place in findings.places where range.contains(place.chunk) { insert(place) }
    if findings.isForward(of: start) {
      forward = max(forward ?? findings.through, findings.through)
      resume = findings.resume
    } else {
      wrapped = max(wrapped ?? findings.through, findings.through)
    }
    if findings.isLast { isRunning = false }
  }

  private mutating func insert(_ place: LogPlace) {
    let index = firstIndex(atOrAfter: place)
    if index < places.count, places[index] == place { return }
    guard places.count < Self.mostPlaces else {
      uncounted += 1
      return
    }
    places.insert(place, at: index)
  }

  /// Where a wish leads from the current match, or from the origin.
  package func answer(_ wish: Wish) -> Answer {
    let from = current ?? origin
    switch wish {
    case .first: return ahead(of: from, isIncluded: true)
    case .next: return ahead(of: from, isIncluded: current == nil)
    case .previous: return behind(from)
    }
  }

  private func ahead(of place: LogPlace, isIncluded: Bool) -> Answer {
    var index = firstIndex(atOrAfter: place)
    if !isIncluded, index < places.count, places[index] == place { index += 1 }
    let isBeforeOrigin = place.chunk < start
    if index < places.count {
      let isNext = !isBeforeOrigin || places[index].chunk < start || isWrappedDone
      return isNext ? .found(places[index], isAround: false) : .notYet
    }
    // Nothing lies ahead: what comes next is the first of all.
    guard isForwardDone, !isBeforeOrigin || isWrappedDone else { return .notYet }
    guard let first = places.first else { return isComplete ? .nowhere : .notYet }
    return isWrappedDone || first.chunk < start ? .found(first, isAround: true) : .notYet
  }

  private func behind(_ place: LogPlace) -> Answer {
    let index = firstIndex(atOrAfter: place) - 1
    if index >= 0, isWrappedDone || places[index].chunk >= start || place.chunk < start {
      return .found(places[index], isAround: false)
    }
    guard isComplete else { return .notYet }
    return places.last.map { .found($0, isAround: true) } ?? .nowhere
  }

  private func firstIndex(atOrAfter place: LogPlace) -> Int {
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle] >= place { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// Some of what a search has found.
package struct LogFindings: Sendable, Equatable {
  package var places: [LogPlace]
  /// The first chunk of the part in which it looked, and the last that it has seen.
  package var part: Int
  package var through: Int
  /// Where to go on: the chunk of a line that was still open, else the one after the last.
  package var resume: Int
  /// Nothing more comes of this errand.
  package var isLast: Bool

  package init(
    places: [LogPlace], part: Int, through: Int, resume: Int? = nil, isLast: Bool = false
  ) {
    self.places = places
    self.part = part
    self.through = through
    self.resume = resume ?? through + 1
    self.isLast = isLast
  }

  func isForward(of start: Int) -> Bool { part >= start }
}
