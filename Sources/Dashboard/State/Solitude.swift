package import BuildModel
package import struct Foundation.Date

/// Since when nobody has been inside each machine, by the person's own clock.
///
/// A machine that was forgotten still costs, so it is pointed out, once for each time it is left.
package struct Solitude: Sendable, Equatable {
  /// Seconds after which a machine counts as forgotten.
  package static let limit = 600.0

  private var since: [BuildSlug: Date] = [:]
  private var told: Set<BuildSlug> = []
  /// Those that somebody has been inside: from then on it counts when the last one left.
  private var visited: Set<BuildSlug> = []

  package init() {}

  /// Takes in how a window stands.
  ///
  /// - Parameter opened: when it opened, by the person's own clock.
  mutating func observe(_ access: RemoteAccess, admits: Bool, opened: Date?, at now: Date) {
    guard admits, access.connections == 0 else {
      since[access.build] = nil
      told.remove(access.build)
      if access.connections > 0 { visited.insert(access.build) }
      return
    }
    guard since[access.build] == nil else { return }
    let start = visited.contains(access.build) ? nil : opened
    since[access.build] = min(start ?? now, now)
  }

  /// Seconds that nobody has been inside; nil where somebody is, or it is not open.
  package func seconds(of build: BuildSlug, at now: Date) -> Double? {
    since[build].map { now.timeIntervalSince($0) }
  }

  /// Whether a machine counts as forgotten.
  package func isForgotten(_ build: BuildSlug, at now: Date) -> Bool {
    seconds(of: build, at: now).map { $0 >= Self.limit } ?? false
  }

  /// The machines that have come to count as forgotten and were not told of yet.
  mutating func takeForgotten(at now: Date) -> [BuildSlug] {
    let all = since.keys.filter { isForgotten($0, at: now) && !told.contains($0) }.sorted()
    told.formUnion(all)
    return all
  }

  /// When the next machine will count as forgotten.
  func next(after now: Date) -> Date? {
    since.filter { !told.contains($0.key) }.values
      .map { $0.addingTimeInterval(Self.limit) }.filter { $0 > now }.min()
  }
}
