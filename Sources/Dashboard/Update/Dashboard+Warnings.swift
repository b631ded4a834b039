import struct Foundation.Date

/// What is said aloud before a machine closes, for whoever looks elsewhere.
extension Dashboard {
  /// Seconds before the end at which it is said; the same as inside the machine, and once more
  /// when there is just time to save.
  static let warningTimes = [300, 120, 60, 15]

  /// Warns of machines that have come nearer to their end since the clock was looked at.
  ///
  /// After a computer has slept, this is one warning with the time that is really left.
  static func warn(_ state: inout State, since before: Date) -> [Effect] {
    let now = state.facts.now
    let closing = state.facts.allWindows.filter { window in
      guard let end = window.closesAt, end > now else { return false }
      let (was, isLeft) = (end.timeIntervalSince(before), end.timeIntervalSince(now))
      return warningTimes.map(Double.init).contains { was > $0 && isLeft <= $0 }
    }
    let warnings = closing.map { window in
      let name = state.facts.name(of: window.access.build)
      return "\(name) \(window.clock.phrase)."
    }
    guard let soonest = warnings.first else { return [] }
    let key = state.keymap.keys(for: .extend).first.map { " \($0.label) keeps it open longer." }
    state.warn(soonest + (key ?? ""))
    return warnings.map(Effect.alert)
  }
}
