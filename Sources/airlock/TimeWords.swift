import Foundation

/// Instants as the commands print and read them.
enum TimeWords {
  /// `2026-11-25 13:32:40`, in the person's own time.
  static func text(_ date: Date, in zone: TimeZone = .current) -> String {
    date.formatted(
      Date.VerbatimFormatStyle(
        format:
          "\(year: .defaultDigits)-\(month: .twoDigits)-\(day: .twoDigits) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits)",
        timeZone: zone, calendar: .init(identifier: .gregorian)))
  }

  /// The instant of `30d`, `12h` from now, or the end of a day like `2026-12-31`.
  static func expiry(_ text: String, now: Date, in zone: TimeZone = .current) -> Date? {
    if let day = day(text, in: zone) {
      var calendar = Calendar(identifier: .gregorian)
      calendar.timeZone = zone
      return calendar.date(byAdding: .day, value: 1, to: day)
    }
    guard Double(text) == nil, let seconds = TimeSpan.seconds(text), seconds > 0 else { return nil }
    return now.addingTimeInterval(seconds)
  }

  /// The instant `2d` before now, or the beginning of a day like `2026-12-31`.
  static func past(_ text: String, now: Date, in zone: TimeZone = .current) -> Date? {
    if let day = day(text, in: zone) { return day }
    guard Double(text) == nil, let seconds = TimeSpan.seconds(text), seconds > 0 else { return nil }
    return now.addingTimeInterval(-seconds)
  }

  private static func day(_ text: String, in zone: TimeZone) -> Date? {
    let style = Date.ISO8601FormatStyle(timeZone: zone).year().month().day()
    return text.wholeMatch(of: #/\d{4}-\d{2}-\d{2}/#) == nil ? nil : try? style.parse(text)
  }
}
