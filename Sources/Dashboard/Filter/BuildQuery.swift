package import BuildModel
package import struct Foundation.Date

/// What of a filter the service can answer, so that builds that are not here can be found.
///
/// It may answer more than the filter wants, which is looked through here. Names are whole ones to
/// it: of older builds, `branch:main` finds those of main and not those of main-2.
package struct BuildQuery: Sendable, Hashable {
  package var branch: String?
  package var workflow: String?
  package var message: String?
  package var status: BuildStatus?
  package var number: Int?
  package var after: Date?
  package var before: Date?

  package init() {}

  /// Nil where the service could only answer every build there is.
  package init?(_ filter: BuildFilter, now: Date) {
    self.init()
    for term in filter.terms where !term.isNegated {
      switch term.condition {
      case .field(.branch, let wanted) where wanted.isPlain: branch = wanted.text
      case .field(.workflow, let wanted) where wanted.isPlain: workflow = wanted.text
      case .field(.message, let wanted) where wanted.isPlain: message = wanted.text
      case .statuses(let statuses): status = Self.status(statuses)
      case .number(let bounds): number = Self.number(bounds)
      case .age(let bounds):
        // To the minute, so that the same filter stays the same question for a while.
        let minute = Date(
          timeIntervalSince1970: (now.timeIntervalSince1970 / 60).rounded(.down) * 60)
        after = bounds.most.map { minute.addingTimeInterval(-$0) }
        before = bounds.least.map { minute.addingTimeInterval(60 - $0) }
      case .anywhere(_, let text) where text.count >= 3: message = message ?? text
      case .anywhere, .field, .duration, .trait: break
      }
    }
    if self == BuildQuery() { return nil }
  }

  /// The one status that the service can be asked for; it counts aborted builds by themselves.
  private static func status(_ statuses: Set<BuildStatus>) -> BuildStatus? {
    let others = statuses.subtracting([.abortedWithSuccess])
    return others.count == 1 ? others.first : nil
  }

  private static func number(_ bounds: BuildFilter.Bounds) -> Int? {
    guard let least = bounds.least, least == bounds.most else { return nil }
    return Int(exactly: least)
  }
}

extension BuildFilter.Wanted {
  /// Without `*`, which the service does not know.
  fileprivate var isPlain: Bool { !text.contains("*") }
}
