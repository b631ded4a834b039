import BuildModel
package import Theming

extension BuildDetail {
  /// A piece of text in the style of a role.
  package struct Piece: Sendable, Equatable {
    package var text: String
    package var role: ThemeRole

    package init(_ text: String, _ role: ThemeRole) {
      self.text = text
      self.role = role
    }
  }

  /// The lines about the build itself, the most important first.
  package static func summary(_ state: Dashboard.State, columns: Int) -> [[Piece]] {
    guard let build = state.selectedBuild else { return [] }
    var lines = [standing(of: build, state.facts, glyphs: state.glyphs)]
    let reasons = [build.failureReason, build.abortReason].compactMap { $0 }.filter { !$0.isEmpty }
    for reason in reasons {
      lines += Wrap.words(reason, columns: columns).prefix(3).map { [Piece($0, .error)] }
    }
    lines += waiting(build, state)
    if state.facts.withoutSteps.contains(build.slug) {
      lines.append([
        Piece("no steps were told; \(state.keymap.name(of: .reload)) asks again", .error)
      ])
    }
    let source = source(of: build)
    if !source.isEmpty { lines.append(source) }
    if let history = RunHistory(upTo: build, in: state.facts.list) {
      lines.append(history.bars(state.glyphs) + [Piece("  \(history.words)", .muted)])
    }
    return lines
  }

  /// How many lines ``summary(_:columns:)`` has: asked for at each key, so without their words.
  static func summaryRows(_ state: Dashboard.State, columns: Int) -> Int {
    guard let build = state.selectedBuild else { return 0 }
    var count = 1
    for reason in [build.failureReason, build.abortReason] {
      count += min(3, reason.map { Wrap.words($0, columns: columns).count } ?? 0)
    }
    if build.isOnHold || state.facts.isKept(build) && build.keptUntil != nil { count += 1 }
    if state.facts.withoutSteps.contains(build.slug) { count += 1 }
    if RunHistory.isTelling(upTo: build, in: state.facts.list) { count += 1 }
    return count + (hasSource(build) ? 1 : 0)
  }

  private static func hasSource(_ build: Build) -> Bool {
    build.branch ?? build.tag != nil || !(build.commitHash ?? "").isEmpty
      || !Builds.firstLine(of: build.commitMessage).isEmpty
  }

  private static func standing(
    of build: Build, _ facts: Facts, glyphs: GlyphSet
  ) -> [Piece] {
    let look = glyphs.look(of: build.status)
    var pieces = [Piece("\(look.glyph) \(look.word)", look.role)]
    let span = span(of: build, facts)
    if !span.isEmpty { pieces.append(Piece("  \(span)", .muted)) }
    if build.isolation == .notIsolated { pieces.append(Piece("  not isolated", .warning)) }
    if build.isOfPipeline { pieces.append(Piece("  of a pipeline", .muted)) }
    if let number = build.rebuildOf {
      pieces.append(Piece("  rebuild of #\(number)", .muted))
    }
    return pieces
  }

  /// What waits for somebody, and the key that does it.
  private static func waiting(_ build: Build, _ state: Dashboard.State) -> [[Piece]] {
    if build.isOnHold {
      return [[Piece("held until \(state.keymap.name(of: .hold)) releases it", .warning)]]
    }
    guard state.facts.isKept(build), let until = build.keptUntil else { return [] }
    let local = state.facts.clockOfService(of: build.slug).localTime(of: until)
    let time = TimeWords.timeOfDay(local, in: state.facts.timeZone)
    let key = state.keymap.name(of: .connect)
    return [
      [Piece("kept until \(time); \(key) opens it as it failed", .clockOpening)]
    ]
  }

  private static func span(of build: Build, _ facts: Facts) -> String {
    guard let startedAt = build.startedAt else {
      return build.status == .queued && !build.isOnHold ? "waits for a worker" : ""
    }
    guard let finishedAt = build.finishedAt else {
      return "for \(TimeWords.duration(facts.serverNow.timeIntervalSince(startedAt)))"
    }
    let took = TimeWords.duration(finishedAt.timeIntervalSince(startedAt), tenths: true)
    let age = TimeWords.age(facts.serverNow.timeIntervalSince(finishedAt))
    return "in \(took), \(age == "now" ? "just now" : "\(age) ago")"
  }

  private static func source(of build: Build) -> [Piece] {
    var pieces: [Piece] = []
    if let branch = build.branch ?? build.tag { pieces.append(Piece(branch, .accent)) }
    if let hash = build.commitHash, !hash.isEmpty {
      pieces.append(Piece(String(hash.prefix(7)), .muted))
    }
    let message = Builds.firstLine(of: build.commitMessage)
    if !message.isEmpty { pieces.append(Piece(message, .text)) }
    return Array(pieces.map { [$0] }.joined(separator: [Piece("  ", .text)]))
  }
}
