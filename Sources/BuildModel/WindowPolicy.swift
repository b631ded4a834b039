package import struct Foundation.Date
package import typealias Foundation.TimeInterval

/// What besides the clock may move the end of a service's access windows.
package struct WindowPolicy: Sendable, Equatable, Codable {
  /// Seconds after the build at which a window closes that nobody has come through; nil: never.
  package var unvisitedLimit: TimeInterval?
  /// Seconds for which somebody inside keeps a window open beyond its end; nil: not at all.
  package var stayLimit: TimeInterval?
  /// When the build would have been ended had it still run; nil where that does not matter.
  ///
  /// No added time goes beyond it, though the grace may.
  package var buildLimitAt: Date?

  package init(
    unvisitedLimit: TimeInterval? = nil, stayLimit: TimeInterval? = nil, buildLimitAt: Date? = nil
  ) {
    self.unvisitedLimit = unvisitedLimit
    self.stayLimit = stayLimit
    self.buildLimitAt = buildLimitAt
  }

  /// The latest end that added time can reach; nil where it can reach any.
  func lastEnd(afterGrace end: Date) -> Date? {
    buildLimitAt.map { max($0, end) }
  }

  /// When a window closes with these people in it; nil while its build runs.
  func deadline(_ presence: WindowPresence) -> Date? {
    guard let end = presence.end, let start = presence.start else { return nil }
    if presence.people > 0, let stayLimit { return end.addingTimeInterval(stayLimit) }
    if presence.isAwaited, let unvisitedLimit {
      return min(end, start.addingTimeInterval(unvisitedLimit))
    }
    return end
  }
}

/// Who is, was or may still come into a window that has a policy.
struct WindowPresence: Sendable, Equatable, Codable {
  var people = 0
  /// Nobody has come or asked for more time yet.
  var isAwaited = true
  /// When the window began to close.
  var start: Date?
  /// When it closes with nobody in it.
  var end: Date?
}
