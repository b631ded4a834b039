import struct Foundation.Date
import typealias Foundation.TimeInterval

extension LogPane {
  /// How long a log may take before the pane says that it is on its way: nearly all are there
  /// sooner, and a sentence that only flashes by disturbs.
  static let patience: TimeInterval = 0.15

  /// When the pane says that the log, or the part of it that is looked at, is on its way; nil where
  /// it has anything else to say.
  static func patienceEnds(_ state: Dashboard.State) -> Date? {
    waitsSince(state)?.addingTimeInterval(patience)
  }

  private static func waitsSince(_ state: Dashboard.State) -> Date? {
    guard let build = state.builds.selected, let log = state.facts.logs[build] else { return nil }
    if log.lastPosition != nil {
      guard let asked = state.detail.log.asked, log.held?.contains(asked.upperBound) != true else {
        return nil
      }
      return state.detail.log.askedAt
    }
    guard state.followed == build, silence(state) == loading(state.glyphs) else { return nil }
    return state.followedSince
  }

  /// Nothing is said yet.
  static func isPatient(_ state: Dashboard.State) -> Bool {
    patienceEnds(state).map { $0 > state.facts.now } ?? false
  }
}
