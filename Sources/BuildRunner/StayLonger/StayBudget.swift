package import typealias Foundation.TimeInterval

/// Whether a wait fits into the time that a build may take; all times in seconds.
package struct StayBudget: Sendable, Equatable {
  /// How long a build may take; nil where nobody tells.
  package var limit: TimeInterval?
  /// How long it takes until the wait begins, by the build that failed.
  package var before: TimeInterval
  /// How long to wait.
  package var wished: TimeInterval

  package init(limit: TimeInterval?, before: TimeInterval, wished: TimeInterval) {
    self.limit = limit
    self.before = before
    self.wished = wished
  }

  /// The longest wait there is room for, in whole seconds; nil where no limit is known.
  package var most: Int? {
    limit.map { max(0, Int(($0 - before.rounded(.up)).rounded(.down))) }
  }

  package var fits: Bool { most.map { wished <= Double($0) } ?? true }

  /// The sum, for the person who asked.
  package var sentence: String {
    let ran = "about \(StayStep.words(Int(before.rounded(.up)))) until it begins"
    let wait = "\(StayStep.words(Int(wished))) of waiting"
    guard let limit, let most else {
      return
        "\(ran) + \(wait); how long a build may take here is not known, and it would be"
        + " cut off there"
    }
    let bound = StayStep.words(Int(limit))
    return fits
      ? "\(ran) + \(wait), of the \(bound) that a build may take"
      : "\(ran) + \(wait) is more than the \(bound) that a build may take; at most"
        + " \(StayStep.words(most)) can be waited"
  }
}
