import BuildModel
import Foundation

/// How long a door stays open, as its visitors are told.
enum DoorSentence {
  static func text(
    _ window: AccessWindow, now: Date, timeZone: TimeZone = .current
  ) -> String {
    switch window.state {
    case .opening, .open:
      let time = DeadlineWords.clock(window.grace + window.extra)
      return "The door is open while the build runs, then \(time)."
    case .closing(let deadline):
      let left = DeadlineWords.clock(deadline.timeIntervalSince(now))
      return "The door closes at \(DeadlineWords.time(deadline, timeZone)), in \(left)."
    case .closed(let reason, _): return "The door is closed. \(reason.sentence)"
    }
  }
}
