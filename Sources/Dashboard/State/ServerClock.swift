package import struct Foundation.Date
package import typealias Foundation.TimeInterval

/// Guesses what the service's clock shows, from what it showed when it last answered.
///
/// Deadlines are instants of the service's clock, and the person's own may be minutes off.
package struct ServerClock: Sendable, Equatable {
  /// Seconds the service is ahead of us.
  package private(set) var offset: TimeInterval = 0
  private var isKnown = false

  package init() {}

  /// Takes in what the service's clock showed in an answer that arrived at this moment.
  ///
  /// An answer has always been on its way for a while, so of several the one that puts the service
  /// furthest ahead is the nearest to the truth; a difference beyond that means a clock was set.
  package mutating func observe(_ serverTime: Date, at now: Date) {
    let seen = serverTime.timeIntervalSince(now)
    if !isKnown || seen > offset || offset - seen > 2 { offset = seen }
    isKnown = true
  }

  /// The service's time at a moment of our own.
  package func time(at now: Date) -> Date { now.addingTimeInterval(offset) }

  /// Our own time at a moment of the service's.
  package func localTime(of serverTime: Date) -> Date { serverTime.addingTimeInterval(-offset) }
}
