import BuildModel
import TerminalSurface
import typealias Foundation.TimeInterval

extension Dashboard {
  /// What somebody who does not see the screen is told of a change, one sentence a line.
  ///
  /// Nothing is told twice and nothing is told that can be asked for: the newest builds once, then
  /// builds that come, end or fail, doors that open and close, and the words of the status bar.
  package static func announcements(from old: State, to new: State) -> [String] {
    let lines =
      connectionWords(old, new) + buildWords(old.facts, new.facts) + windowWords(old, new)
      + noticeWords(old, new)
    return lines.map(Sanitizer.visible)
  }

  /// How many builds are told of at the start; `builds` asks for more.
  static let toldAtStart = 10

  private static func connectionWords(_ old: State, _ new: State) -> [String] {
    guard case .lost(let sentence, _) = new.facts.connection.status,
      !old.facts.connection.isLost
    else { return [] }
    return ["\(new.facts.connection.name) cannot be reached: \(sentence) Trying again by itself."]
  }

  private static func noticeWords(_ old: State, _ new: State) -> [String] {
    // Of warnings the windows' own words tell already.
    guard let notice = new.notice, notice != old.notice, notice.kind != .warning else {
      return []
    }
    return [notice.text]
  }

  private static func buildWords(_ old: Facts, _ new: Facts) -> [String] {
    switch (old.loading, new.loading) {
    case (.loaded, .loaded): break
    case (_, .loaded):
      guard !new.builds.isEmpty else { return ["There is no build yet; `run` starts one."] }
      let all =
        TimeWords.counted(new.builds.count, "build") + (new.list.older == nil ? "" : " or more")
      return ["\(all), the newest first:"]
        + new.builds.prefix(toldAtStart).map { sentence($0, new) }
    case (.refused(let before), .refused(let now)) where before == now: return []
    case (_, .refused(let sentence)): return [sentence]
    case (_, .underway): return []
    }
    guard old.list.version != new.list.version else { return [] }
    return new.builds.reversed().compactMap { build in
      if let former = old.list[build.slug] {
        let isKeptNow = former.keptUntil == nil && build.keptUntil != nil
        return former.status == build.status && former.isOnHold == build.isOnHold && !isKeptNow
          ? nil : sentence(build, new)
      }
      // What was looked for among old ones is no news.
      return new.list.isListed(build) && isNewer(build, than: old) ? sentence(build, new) : nil
    }
  }

  private static func isNewer(_ build: Build, than facts: Facts) -> Bool {
    facts.builds.first.map { build.triggeredAt >= $0.triggeredAt } ?? true
  }

  /// A build in a sentence.
  static func sentence(_ build: Build, _ facts: Facts) -> String {
    let word = GlyphSet.unicode.look(of: build.status).word
    var text = "#\(build.number) \(build.appTitle), \(build.workflow)"
    if let branch = build.branch { text += " on \(branch)" }
    text += ": " + (build.isOnHold ? "held until it is released" : word)
    if let began = build.startedAt, let ended = build.finishedAt {
      text += " after \(TimeWords.duration(ended.timeIntervalSince(began), tenths: true))"
      text += ", \(TimeWords.ago(facts.serverNow.timeIntervalSince(ended)))"
    }
    if let kept = build.keptUntil, kept > facts.serverNow {
      let local = TimeWords.timeOfDay(facts.serverClock.localTime(of: kept), in: facts.timeZone)
      text += ". Its machine is kept as it failed until \(local)"
    }
    return text + "."
  }

  /// Doors are told of once their builds are known, whichever of the two came first.
  private static func windowWords(_ old: State, _ new: State) -> [String] {
    guard new.facts.loading != .underway else { return [] }
    let isFirst = old.facts.loading == .underway
    return new.facts.windows.values.sorted { $0.build < $1.build }.compactMap { access in
      guard let clock = new.facts.clock(for: access.build) else { return nil }
      let former =
        isFirst || old.facts.windows[access.build] == nil
        ? nil : old.facts.clock(for: access.build)
      return words(former, clock, access.build, new.facts)
    }
  }

  private static func words(
    _ old: AccessClock?, _ new: AccessClock, _ build: BuildSlug, _ facts: Facts
  ) -> String? {
    let name = facts.name(of: build)
    let number = facts.build(build).map { "\($0.number)" } ?? build.rawValue
    let way =
      facts.isPageOnly(build)
      ? "`access \(number) --paste` goes inside with what its page shows."
      : "`ssh \(number)` goes inside."
    switch (old, new) {
    case (.opening, .opening), (.openWhileBuildRuns, .openWhileBuildRuns), (.timeIsUp, .timeIsUp),
      (nil, .closed), (.closed, .closed):
      return nil
    case (.closing(let before, _), .closing(let seconds, let isEstimate)):
      let isWarning = warningTimes.contains { seconds <= $0 && before > $0 }
      guard isWarning || seconds > before + 1 else { return nil }
      let about = isEstimate ? "about " : ""
      return "\(name) closes in \(about)\(TimeWords.spoken(TimeInterval(seconds)))."
    case (_, .opening): return "The machine of \(name) is being prepared."
    case (_, .openWhileBuildRuns):
      return "\(name) is open while its build runs; \(way)"
    case (_, .closing(let seconds, let isEstimate)):
      let about = isEstimate ? "about " : "another "
      return "\(name) is open for \(about)\(TimeWords.spoken(TimeInterval(seconds))); \(way)"
    case (_, .timeIsUp): return "The time of \(name) is up."
    case (_, .closed(let reason, _)): return "\(name) is closed. \(reason.sentence)"
    }
  }
}
