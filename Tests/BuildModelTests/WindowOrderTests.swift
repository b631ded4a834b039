import BuildModel
import Foundation
import Testing

/// Every order of everything that can happen to a window, and what must hold whatever the order.
@Suite struct WindowOrderTests {
  private static let start = Date(timeIntervalSince1970: 1_000_000)
  private static let grace: TimeInterval = 600
  private static let stayLimit: TimeInterval = 1000
  private static let buildLimitAt = start + 700

  /// What can happen; an event's time is that of the step at which it happens.
  private enum Happening: CaseIterable {
    case doorOpened, keptDoorOpened, buildFinished, extended, held, entered, left, closed, aborted
    case machineDied, lookedAt, clockSetBack

    func event(at now: Date) -> AccessWindow.Event {
      switch self {
      case .doorOpened: .doorOpened(at: now)
      case .keptDoorOpened: .keptDoorOpened(at: now, asked: now - 1)
      case .buildFinished: .buildFinished(at: now)
      case .extended: .extended(seconds: 60, at: now)
      case .held: .extended(seconds: 5000, at: now)
      case .entered: .occupied(by: 1, at: now)
      case .left: .occupied(by: 0, at: now)
      case .closed: .closeAsked(.closedByUser, at: now)
      case .aborted: .closeAsked(.aborted, at: now)
      case .machineDied: .closeAsked(.machineDied, at: now)
      case .lookedAt: .timePassed(now: now)
      case .clockSetBack: .timePassed(now: now - 100_000)
      }
    }
  }

  static let policies: [WindowPolicy?] = [
    nil, WindowPolicy(), WindowPolicy(unvisitedLimit: 120), WindowPolicy(stayLimit: stayLimit),
    WindowPolicy(buildLimitAt: buildLimitAt),
    WindowPolicy(unvisitedLimit: 120, stayLimit: stayLimit, buildLimitAt: buildLimitAt),
  ]

  @Test(arguments: policies)
  func `whatever the order, a window keeps its promises`(policy: WindowPolicy?) throws {
    var seen = 0
    // Steps of 150 seconds, so that limits are passed before, between and after the events.
    try walk(AccessWindow(grace: Self.grace, policy: policy), depth: 5, at: Self.start) {
      before, event, after, now in
      seen += 1
      if let broken = Self.broken(before, event, after, at: now, policy) {
        Issue.record("\(broken): \(before) then \(event) gave \(after)")
      }
    }
    let kinds = Happening.allCases.count
    #expect(seen == (1...5).reduce(0) { sum, depth in sum + Self.power(kinds, depth) })
  }

  private func walk(
    _ window: AccessWindow, depth: Int, at now: Date,
    _ visit: (AccessWindow, AccessWindow.Event, AccessWindow, Date) throws -> Void
  ) throws {
    guard depth > 0 else { return }
    for happening in Happening.allCases {
      let event = happening.event(at: now)
      var next = window
      next.apply(event)
      try visit(window, event, next, now)
      try walk(next, depth: depth - 1, at: now + 150, visit)
    }
  }

  /// The promise that is broken; nil where all are kept.
  private static func broken(
    _ before: AccessWindow, _ event: AccessWindow.Event, _ after: AccessWindow, at now: Date,
    _ policy: WindowPolicy?
  ) -> String? {
    if before.isClosed { return after == before ? nil : "a closed window changed" }
    if after.admits, after.openedAt == nil { return "it admits without having been opened" }
    if case .closeAsked = event, !after.isClosed { return "it was not closed when asked" }
    if case .timePassed(let now) = event, let deadline = before.deadline,
      after.isClosed != (now >= deadline)
    {
      return "it does not close at its deadline and only then"
    }
    if before.deadline != nil, after.deadline == nil, !after.isClosed { return "time stood still" }
    if let end = after.deadline, end > latest(after, at: now, policy) { return "it stays too long" }
    if policy == nil, let deadline = before.deadline, let later = after.deadline,
      later != deadline + (after.extra - before.extra)
    {
      return "its deadline moved by other than what was added"
    }
    if after.extra < before.extra, before.deadline != nil { return "added time was taken away" }
    return nil
  }

  /// No window of a build that ended by `now` can stay open longer.
  private static func latest(
    _ window: AccessWindow, at now: Date, _ policy: WindowPolicy?
  ) -> Date {
    let stay = policy?.stayLimit ?? 0
    guard policy?.buildLimitAt != nil else { return now + grace + window.extra + stay }
    return max(now + grace, buildLimitAt) + stay
  }

  private static func power(_ base: Int, _ exponent: Int) -> Int {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }
}
