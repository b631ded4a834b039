/// Hides values in output that comes piece by piece, cut anywhere.
///
/// Every byte that belongs to an occurrence of a value is taken out; bytes side by side that are
/// taken out leave one mask. What may be the beginning of a value is held back, and no more.
struct RedactionStream {
  private let redaction: Redaction
  private var matcher: SecretMatcher?
  private var generation = 0
  private var state = SecretMatcher.root
  /// The last bytes, as many as the state is deep.
  private var held: [UInt8] = []
  /// The parts of `held` that belong to a value, in order and apart from each other.
  private var hidden: [Range<Int>] = []
  /// Whether what was given out last is the mask.
  private var endsInMask = false

  init(_ redaction: Redaction) { self.redaction = redaction }

  /// Takes a piece.
  ///
  /// - Returns: what may be shown of all that came so far and was not shown.
  mutating func pass(_ piece: [UInt8]) -> [UInt8] {
    let current = redaction.current
    var start = held.count
    if current.generation != generation {
      // More is hidden than before: what is held may be a part of it.
      (generation, matcher) = current
      state = SecretMatcher.root
      start = 0
      hidden = hidden.first.map { $0.lowerBound == 0 ? [$0] : [] } ?? []
    }
    guard let matcher else { return piece }
    held += piece
    look(with: matcher, from: start)
    return release(held.count - matcher.depth(of: state))
  }

  /// What is still held back, now that nothing more comes.
  mutating func rest() -> [UInt8] {
    state = SecretMatcher.root
    return release(held.count)
  }

  private mutating func look(with matcher: SecretMatcher, from start: Int) {
    var state = self.state
    var hidden = self.hidden
    held.withUnsafeBufferPointer { bytes in
      var place = start
      while place < bytes.count {
        if state == SecretMatcher.root {
          place = matcher.start(in: bytes, from: place)
          guard place < bytes.count else { break }
        }
        state = matcher.next(state, bytes[place])
        place += 1
        let length = matcher.matchLength(in: state)
        if length > 0 { Self.hide((place - length)..<place, in: &hidden) }
      }
    }
    (self.state, self.hidden) = (matcher.settled(state), hidden)
  }

  /// Notes a part and joins it with those it overlaps or touches.
  private static func hide(_ part: Range<Int>, in hidden: inout [Range<Int>]) {
    var part = part
    while let last = hidden.last, last.upperBound >= part.lowerBound {
      part = min(last.lowerBound, part.lowerBound)..<max(last.upperBound, part.upperBound)
      hidden.removeLast()
    }
    hidden.append(part)
  }

  private mutating func release(_ count: Int) -> [UInt8] {
    guard count > 0 else { return [] }
    var shown: [UInt8] = []
    shown.reserveCapacity(count)
    var place = 0
    for part in hidden where part.lowerBound < count {
      if part.lowerBound > place {
        shown += held[place..<part.lowerBound]
        endsInMask = false
      }
      if !endsInMask { shown += Redaction.mask.utf8 }
      endsInMask = true
      place = min(part.upperBound, count)
    }
    if place < count {
      shown += held[place..<count]
      endsInMask = false
    }
    held.removeFirst(count)
    hidden = hidden.filter { $0.upperBound > count }
      .map { max(0, $0.lowerBound - count)..<($0.upperBound - count) }
    return shown
  }
}
