import BuildMachine
import BuildModel
import Foundation

/// Reports who comes through a machine's door and who is refused.
///
/// Somebody who keeps guessing passwords is reported once a minute, with a count: no flood of
/// them fills the spool.
actor VisitorBook {
  static let pause: TimeInterval = 60
  /// How many addresses are told apart.
  static let capacity = 100

  private let journal: Journal
  private let now: @Sendable () -> Date
  private var refused = Tally<String, Visitor>(pause: pause, capacity: capacity)

  init(_ journal: Journal, now: @escaping @Sendable () -> Date) {
    self.journal = journal
    self.now = now
  }

  /// Keeps the book until the door is closed and all is reported.
  func keep(_ visits: AsyncStream<DoorVisit>) async {
    await withDiscardingTaskGroup { group in
      group.addTask { await self.reportInTime() }
      for await visit in visits { take(visit) }
      group.cancelAll()
    }
    report(refused.rest())
  }

  /// Reports the counts that have waited long enough, until it is cancelled.
  private func reportInTime() async {
    while !Task.isCancelled {
      // Cancelled sleeps end the loop.
      try? await Task.sleep(for: .seconds(Self.pause))
      report(refused.due(at: now()))
    }
  }

  private func take(_ visit: DoorVisit) {
    switch visit {
    case .entered(let visitor): journal.report(.visitorEntered(visitor))
    case .left(let visitor): journal.report(.visitorLeft(visitor))
    case .shutOut(let visitor, let time):
      // Their wrong passwords first, so that the audit reads in order.
      report(refused.rest())
      journal.report(.visitorShutOut(visitor, seconds: Int(time.components.seconds)))
    case .refused(var visitor):
      if !refused.hasRoom(for: visitor.source) {
        visitor = Visitor(
          address: "others", port: 0, method: visitor.method, isAtScreen: visitor.isAtScreen)
      }
      if let tries = refused.count(visitor.source, visitor, at: now()) {
        journal.report(.visitorRefused(visitor, tries: tries))
      }
    }
  }

  private func report(_ refusals: [(thing: Visitor, count: Int)]) {
    for (visitor, tries) in refusals {
      journal.report(.visitorRefused(visitor, tries: tries))
    }
  }
}

extension Visitor {
  /// Where they try to come in, and from where.
  fileprivate var source: String { isAtScreen ? "screen " + address : address }
}
