package import struct Foundation.Date
package import typealias Foundation.TimeInterval
package import struct Foundation.TimeZone

/// Spans and moments in words and figures.
package enum TimeWords {
  /// A countdown: `10:00`, `0:07`, `1:02:03`.
  package static func countdown(seconds: Int) -> String {
    let seconds = max(0, seconds)
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
    return hours > 0
      ? "\(hours):\(twoDigits(minutes)):\(twoDigits(rest))" : "\(minutes):\(twoDigits(rest))"
  }

  /// How long something took: `0.8s`, `12s`, `3m 04s`, `2h 05m`.
  package static func duration(_ interval: TimeInterval, tenths: Bool = false) -> String {
    let interval = max(0, interval)
    if tenths, interval < 9.95 {
      let count = Int((interval * 10).rounded())
      return "\(count / 10).\(count % 10)s"
    }
    let seconds = Int(interval)
    if seconds < 60 { return "\(seconds)s" }
    if seconds < 3600 { return "\(seconds / 60)m \(twoDigits(seconds % 60))s" }
    return "\(seconds / 3600)h \(twoDigits(seconds / 60 % 60))m"
  }

  /// How long ago, in at most three columns: `now`, `4m`, `2h`, `5d`.
  package static func age(_ interval: TimeInterval) -> String {
    switch Int(max(0, interval)) {
    case ..<60: "now"
    case let seconds where seconds < 3600: "\(seconds / 60)m"
    case let seconds where seconds < 86_400: "\(seconds / 3600)h"
    case let seconds: "\(seconds / 86_400)d"
    }
  }

  /// How long ago, for a sentence: `just now`, `4 minutes ago`.
  package static func ago(_ interval: TimeInterval) -> String {
    switch Int(max(0, interval)) {
    case ..<60: "just now"
    case let seconds where seconds < 3600: "\(counted(seconds / 60, "minute")) ago"
    case let seconds where seconds < 86_400: "\(counted(seconds / 3600, "hour")) ago"
    case let seconds: "\(counted(seconds / 86_400, "day")) ago"
    }
  }

  /// A span for a sentence: `10 minutes`, `15 seconds`, `1 minute 30 seconds`.
  package static func spoken(_ interval: TimeInterval) -> String {
    let seconds = Int(max(0, interval).rounded())
    let parts = [
      (seconds / 3600, "hour"), (seconds / 60 % 60, "minute"), (seconds % 60, "second"),
    ].filter { $0.0 > 0 }
    guard !parts.isEmpty else { return "0 seconds" }
    return parts.map { counted($0.0, $0.1) }.joined(separator: " ")
  }

  /// A moment on the person's own clock: `14:32:05`.
  package static func timeOfDay(_ date: Date, in timeZone: TimeZone) -> String {
    let local = Int(date.timeIntervalSince1970.rounded(.down)) + timeZone.secondsFromGMT(for: date)
    let seconds = ((local % 86_400) + 86_400) % 86_400
    return [seconds / 3600, seconds / 60 % 60, seconds % 60].map(twoDigits)
      .joined(separator: ":")
  }

  package static func counted(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
