import BuildModel
import TerminalSurface
package import Theming
package import struct Foundation.Date

/// The way into the selected build's machine: over SSH, or by its desktop.
package enum AccessPane {
  package struct State: Sendable, Equatable {
    package var kind: Kind
    /// The password is readable until this moment of the local clock.
    package var revealedUntil: Date?

    package init(_ kind: Kind) { self.kind = kind }
  }

  package enum Kind: Sendable, Equatable { case ssh, screenShare, editor }

  /// How long a password stays readable, in seconds.
  package static let revealSeconds = 10.0

  /// A text at a column of a line.
  package struct Span: Sendable, Equatable {
    package var column: Int
    package var text: String
    package var role: ThemeRole

    package init(_ column: Int, _ text: String, _ role: ThemeRole) {
      self.column = column
      self.text = text
      self.role = role
    }
  }

  package typealias Line = [Span]

  /// What a label and its value are; the value is never longer than it must be.
  struct Field {
    var label: String
    var value: String
    var role: ThemeRole = .text
  }

  /// The pane's title: which way, into what.
  package static func title(_ state: Dashboard.State) -> String {
    let name = state.builds.selected.map { " \(state.facts.name(of: $0))" } ?? ""
    switch state.pane?.kind {
    case .screenShare: return "Screen share\(name)"
    case .editor: return "Editor\(name)"
    case .ssh, nil: return "SSH\(name)"
    }
  }

  /// The time that is left in large figures, where there is room for it beside the lines.
  static func largeClock(
    _ state: Dashboard.State, columns: Int, isFramed: Bool
  ) -> (text: String, scale: Int)? {
    guard isFramed, let clock = state.builds.selected.flatMap({ state.facts.clock(for: $0) }),
      case .closing = clock, let figure = clock.figure
    else { return nil }
    return [2, 1].map { (text: figure, scale: $0) }
      .first { columns - LargeFigures.columns($0.text, scale: $0.scale) - 2 >= 60 }
      .map { ($0.text, $0.scale) }
  }

  /// The pane's lines at a width, which a large clock takes its part of.
  package static func lines(
    _ state: Dashboard.State, columns: Int, isFramed: Bool
  ) -> [Line] {
    guard let clock = largeClock(state, columns: columns, isFramed: isFramed) else {
      return plainLines(state, columns: columns, isFramed: isFramed)
    }
    let room = columns - LargeFigures.columns(clock.text, scale: clock.scale) - 2
    let lines = plainLines(state, columns: room, isFramed: isFramed)
    return lines + Array(repeating: [], count: max(0, LargeFigures.rows - lines.count))
  }

  private static func plainLines(
    _ state: Dashboard.State, columns: Int, isFramed: Bool
  ) -> [Line] {
    guard let build = state.selectedBuild, let pane = state.pane else {
      return sentence("No build is selected.", .muted, columns)
    }
    guard let access = state.facts.windows[build.slug] else {
      return withoutWindow(build, state, columns)
        + noScreen(build.stack == .linux ? linuxHasNoScreenShare : nil, pane, columns)
    }
    switch AccessClock(access.state, at: state.facts.serverNow) {
    case .opening:
      return sentence(
        "The machine of #\(build.number) is being prepared. Its door opens in a moment.",
        .clockOpening, columns)
    case .closed(let reason, let at):
      let time = TimeWords.timeOfDay(
        state.facts.serverClock.localTime(of: at), in: state.facts.timeZone)
      return sentence("Closed at \(time). \(ending(reason, access))", .clockClosed, columns)
        + sentence(
          "The machine is gone and its password opens nothing. \(state.keymap.name(of: .rebuildRemotely)) rebuilds with remote access.",
          .muted, columns) + noScreen(access.screenShareUnavailable, pane, columns)
    case .openWhileBuildRuns, .closing, .timeIsUp:
      guard !isAwaited(access, state) else { return absence(of: build.slug, state, columns) }
      let form = Form(columns: columns, isFramed: isFramed)
      switch pane.kind {
      case .ssh: return sshLines(access, pane, state, form)
      case .screenShare: return screenShareLines(access, pane, state, form)
      case .editor: return editorLines(access, state, form)
      }
    }
  }

  /// Whoever asks for a screen learns that there is none, not only that the door is shut.
  private static func noScreen(_ reason: String?, _ pane: State, _ columns: Int) -> [Line] {
    guard pane.kind == .screenShare, let reason else { return [] }
    return sentence(reason, .muted, columns)
  }

  private static func ending(
    _ reason: AccessWindow.ClosedReason, _ access: RemoteAccess
  ) -> String {
    guard reason == .graceOver else { return reason.sentence }
    return "Time ran out, \(TimeWords.spoken(access.grace + access.hold)) after the build."
  }

  private static func withoutWindow(
    _ build: Build, _ state: Dashboard.State, _ columns: Int
  ) -> [Line] {
    guard build.isRemote else { return sentence(state.withoutAccess(build), .muted, columns) }
    return absence(of: build.slug, state, columns)
  }

  static func sentence(_ text: String, _ role: ThemeRole, _ columns: Int) -> [Line] {
    Wrap.words(text, columns: columns).map { [Span(0, $0, role)] }
  }

  /// A password as it may stand on the screen now.
  static func password(
    _ password: String?, _ pane: State, _ state: Dashboard.State
  ) -> Field {
    guard let password else {
      return Field(label: "Password", value: "the service does not show it", role: .muted)
    }
    if let until = pane.revealedUntil, until > state.facts.now {
      return Field(label: "Password", value: password, role: .secret)
    }
    return Field(
      label: "Password", value: String(repeating: state.glyphs.mask, count: 8), role: .secret)
  }
}
