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
    let canExtend = state.facts.service.offer == .windows
    let key = state.keymap.keys(for: .extend).first.flatMap {
      canExtend ? " \($0.label) keeps it open longer." : nil
    }
    state.warn(soonest + (key ?? ""))
    return warnings.map(Effect.alert)
  }

  /// Points out machines that nobody has been inside for long: they cost, and hold a place.
  static func pointOutForgotten(_ state: inout State) -> [Effect] {
    let now = state.facts.now
    let forgotten = state.solitude.takeForgotten(at: now)
    guard let first = forgotten.first else { return [] }
    let sentences = forgotten.map { build in
      let minutes = Int((state.solitude.seconds(of: build, at: now) ?? 0) / 60)
      return "Nobody has been inside \(state.facts.name(of: build)) for \(minutes) minutes."
    }
    let stop = state.keymap.name(of: .stop)
    let key =
      state.target?.slug == first && state.selectedBuild?.status.isFinished == true
      ? stop : "\(state.keymap.name(of: .windows)), then \(stop) there"
    // It stands until somebody is there to see it.
    state.notice = Notice("\(sentences[0]) \(key) closes it.", .warning)
    return sentences.map(Effect.alert)
  }

  /// A clock that leaps says that the computer has slept: whatever was known is asked for anew.
  ///
  /// Deadlines are instants, so what counts down is right by itself; what happened meanwhile is not.
  static func woke(_ state: inout State, since before: Date) -> [Effect] {
    let now = state.facts.now
    guard now.timeIntervalSince(before) > leap, !state.facts.openWindows.isEmpty else { return [] }
    return reload(&state) + [.watchService]
  }

  /// No beat of a countdown, and no tick of a minute, is this long, in seconds.
  private static let leap = 90.0
}
