package import BuildModel
package import Theming

extension Builds {
  /// One build as text that is ready to be placed.
  package struct Row: Sendable, Equatable {
    package var look: StatusLook
    package var number: String
    package var app: String
    package var workflow: String
    package var branch: String
    package var message: String
    package var who: String
    /// The clock of its window, where that is not closed.
    package var access: String
    package var accessRole: ThemeRole
    /// How long it ran, or has been running.
    package var took: String
    package var tookRole: ThemeRole
    package var age: String
    package var isNotIsolated: Bool

    /// The clock, else the time it has run, else its age: what matters where there is room for one.
    package var when: (text: String, role: ThemeRole) {
      if !access.isEmpty { return (access, accessRole) }
      return tookRole == .running ? (took, tookRole) : (age, .muted)
    }
  }

  /// - Parameter isWide: whether there is a column for who started it.
  package static func row(
    for build: Build, _ facts: Facts, glyphs: GlyphSet, isWide: Bool = true
  ) -> Row {
    let clock = facts.clock(for: build.slug)
    let took = span(of: build, facts)
    let standing = standing(of: build, facts)
    let since = build.finishedAt ?? build.triggeredAt
    return Row(
      look: glyphs.look(of: build.status), number: "#\(build.number)", app: build.appTitle,
      workflow: build.workflow, branch: build.branch ?? build.tag ?? "",
      message: firstLine(of: build.commitMessage), who: isWide ? build.who : "",
      access: clock?.figure ?? standing?.text ?? "",
      accessRole: clock?.figure == nil ? standing?.role ?? .muted : clock?.role ?? .muted,
      took: took,
      tookRole: build.status == .running && !took.isEmpty ? .running : .muted,
      age: TimeWords.age(facts.serverNow.timeIntervalSince(since)),
      isNotIsolated: build.isolation == .notIsolated)
  }

  /// What waits for somebody: a held build to be released, a kept machine to be opened.
  private static func standing(
    of build: Build, _ facts: Facts
  ) -> (text: String, role: ThemeRole)? {
    if build.isOnHold { return ("held", .queued) }
    return facts.isKept(build) ? ("kept", .clockOpening) : nil
  }

  private static func span(of build: Build, _ facts: Facts) -> String {
    guard let startedAt = build.startedAt else { return "" }
    return TimeWords.duration((build.finishedAt ?? facts.serverNow).timeIntervalSince(startedAt))
  }

  static func firstLine(of text: String?) -> String {
    guard let text else { return "" }
    // Nearly all are one line of ASCII, of which no character need be asked what it is.
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
    return String(text.drop(while: \.isNewline).prefix { !$0.isNewline })
  }
}
