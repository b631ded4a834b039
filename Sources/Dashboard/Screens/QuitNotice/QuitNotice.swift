import BuildModel
package import TerminalSurface

/// Says which doors stay open when airlock goes, and until when.
package enum QuitNotice {
  package enum Outcome: Sendable, Equatable { case undecided, quit, stay }

  package static func update(_ key: Key) -> Outcome {
    switch key.name {
    case .enter, .character("q"): .quit
    case .escape: .stay
    default: .undecided
    }
  }

  /// One line for each window that stays open.
  package static func lines(_ facts: Facts) -> [String] {
    facts.openWindows.map { access in
      "\(facts.name(of: access.build)): \(outlook(access, facts))"
    }
  }

  /// What is printed after the screen was left.
  package static func farewell(_ facts: Facts) -> [String] {
    let lines = lines(facts)
    guard !lines.isEmpty else { return [] }
    let heading = lines.count == 1 ? "One machine stays open:" : "These machines stay open:"
    return ([heading] + lines.map { "  \($0)" }).map(Sanitizer.visible)
  }

  private static func outlook(_ access: RemoteAccess, _ facts: Facts) -> String {
    switch access.state {
    case .opening: return "about to open"
    case .open:
      let grace = Int((access.grace + access.hold).rounded())
      return "open until its build ends, then \(TimeWords.countdown(seconds: grace))"
    case .closing(let deadline):
      let local = facts.serverClock.localTime(of: deadline)
      let left = Int(deadline.timeIntervalSince(facts.serverNow).rounded(.up))
      let mark = access.estimate == nil ? "" : "~"
      return "open until \(mark)\(TimeWords.timeOfDay(local, in: facts.timeZone))"
        + " (\(mark)\(TimeWords.countdown(seconds: left)))"
    case .closed: return "closed"
    }
  }
}
