import Foundation
import Synchronization

/// What the service's clock shows, by the `Date` of its answers.
///
/// It has whole seconds only; of many answers the one that puts the service furthest ahead came
/// nearest to the second's beginning.
final class ServerTime: Sendable {
  private let offset = Mutex<TimeInterval?>(nil)

  /// Takes in what an answer that has just come said.
  func observe(_ header: String?, at now: Date = Date()) {
    guard let told = header.flatMap(HTTPDate.date) else { return }
    let seen = told.timeIntervalSince(now)
    offset.withLock { offset in
      guard let former = offset, abs(former - seen) < 2 else { return offset = seen }
      offset = max(former, seen)
    }
  }

  func now(_ local: Date = Date()) -> Date {
    local.addingTimeInterval(offset.withLock { $0 } ?? 0)
  }
}
