package import typealias Foundation.TimeInterval

/// When people inside a machine are told that its door is about to shut.
package enum DeadlineWarnings {
  /// Seconds before the deadline, longest first.
  package static let leads: [TimeInterval] = [300, 120, 60]

  /// The next warning's time before the deadline, in seconds; nil where all have passed.
  ///
  /// - Parameter left: seconds until the deadline. A warning that is due this very moment counts
  ///   as passed.
  package static func next(before left: TimeInterval) -> TimeInterval? {
    leads.first { $0 < left }
  }
}
