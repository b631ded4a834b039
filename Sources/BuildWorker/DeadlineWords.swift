import Foundation

/// How people inside a machine are told of its deadline.
enum DeadlineWords {
  /// - Parameter left: seconds until the deadline.
  static func moved(
    to deadline: Date, left: TimeInterval, timeZone: TimeZone = .current
  ) -> String {
    "airlock: this machine now closes at \(time(deadline, timeZone)), in \(clock(left))."
  }

  static func warning(
    _ deadline: Date, left: TimeInterval, timeZone: TimeZone = .current
  ) -> String {
    "airlock: this machine closes at \(time(deadline, timeZone)), in \(clock(left))."
      + " What is not saved elsewhere is lost then."
  }

  /// `15:04:09`.
  static func time(_ date: Date, _ timeZone: TimeZone) -> String {
    date.formatted(
      Date.VerbatimFormatStyle(
        format:
          "\(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits)",
        timeZone: timeZone, calendar: .init(identifier: .gregorian)))
  }

  /// `8:12`, or `1:08:12` from an hour on.
  static func clock(_ seconds: TimeInterval) -> String {
    let whole = max(0, Int(seconds.rounded()))
    let tail = String(format: "%02d", whole % 60)
    return whole < 3600
      ? "\(whole / 60):\(tail)"
      : "\(whole / 3600):" + String(format: "%02d", whole / 60 % 60) + ":\(tail)"
  }
}
