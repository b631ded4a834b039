package import BuildModel
import struct Foundation.Date

extension Extend {
  /// What ends a machine, and when, by the person's own clock.
  package static func limits(_ access: RemoteAccess, _ facts: Facts) -> [String] {
    let clock = facts.clockOfService(of: access.build)
    func time(_ date: Date) -> String {
      TimeWords.timeOfDay(clock.localTime(of: date), in: facts.timeZone)
    }
    var lines: [String] = []
    if let deadline = access.deadline {
      lines.append("window      closes at \(time(deadline))")
    } else if facts.clock(for: access.build)?.admits == true {
      lines.append("window      open while the build runs")
    }
    let added = access.hold > 0 ? ", and \(TimeWords.spoken(access.hold)) that were added" : ""
    lines.append("grace       \(TimeWords.spoken(access.grace)) after the build\(added)")
    if let limit = access.buildLimitAt {
      lines.append("build limit at \(time(limit)); time is added up to there")
    }
    if let limit = access.noOutputLimitAt {
      lines.append("no output   a build that is silent is ended at \(time(limit))")
    }
    return lines
  }

  /// Whether a choice reaches beyond the time at which the build would be ended.
  static func isBeyondLimit(_ minutes: Int, _ access: RemoteAccess) -> Bool {
    guard let limit = access.buildLimitAt, let deadline = access.deadline else { return false }
    return deadline.addingTimeInterval(Double(minutes) * 60) > limit
  }
}
