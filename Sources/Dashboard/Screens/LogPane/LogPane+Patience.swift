import struct Foundation.Date
import typealias Foundation.TimeInterval

extension LogPane {
  /// How long a log may take before the pane says that it is on its way: nearly all are there
  /// sooner, and a sentence that only flashes by disturbs.
  static let patience: TimeInterval = 0.15

  /// When the pane says that the log is on its way; nil where it has anything else to say.
  static func patienceEnds(_ state: Dashboard.State) -> Date? {
    guard let build = state.builds.selected, state.followed == build,
      state.facts.logs[build]?.lastPosition == nil,
      silence(state) == loading(state.glyphs)
    else { return nil }
    return state.followedSince?.addingTimeInterval(patience)
  }

  /// Nothing is said yet.
  static func isPatient(_ state: Dashboard.State) -> Bool {
    patienceEnds(state).map { $0 > state.facts.now } ?? false
  }
}
