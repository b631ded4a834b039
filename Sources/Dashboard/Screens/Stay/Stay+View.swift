import TerminalSurface
package import Theming

extension Stay {
  package struct Line: Sendable, Equatable {
    package var text: String
    package var role: ThemeRole

    init(_ text: String, _ role: ThemeRole) {
      self.text = text
      self.role = role
    }
  }

  /// What the person reads before they agree.
  package static func lines(
    _ state: State, _ facts: Facts, keymap: Keymap, columns: Int
  ) -> [Line] {
    let time = TimeWords.spoken(Double(state.minutes) * 60)
    var lines = sentence(
      "A step that waits \(time) keeps the machine open for it.", .overlay, columns)
    if let access = facts.access(state.build) {
      lines += Extend.limits(access, facts).map { Line($0, .muted) }
    }
    switch state.plan {
    case .loading: return lines + [Line("Reading the configuration \u{2026}", .muted)]
    case .refused(let reason):
      return lines
        + Absence.lines(
          Absence.refused("The step cannot be planned.", reason, keymap), columns: columns
        ).map { Line($0, $1) }
    case .outline(let outline):
      lines += sentence("Time: \(outline.budget).", outline.fits ? .muted : .error, columns)
      lines += sentence("After the step: \(outline.after)", .muted, columns)
      lines += outline.remarks.flatMap { sentence($0, .warning, columns) }
      lines += sentence(fate(outline), .overlay, columns) + [Line("", .overlay)]
      return lines + outline.diff.map { Line(Sanitizer.visible($0), role(ofDiff: $0)) }
    }
  }

  private static func fate(_ outline: StayOutline) -> String {
    guard outline.fits else { return "Choose a shorter time with -; nothing is written." }
    switch outline.target {
    case .service: return "Enter changes the service's copy of bitrise.yml; y copies the step."
    case .file(let path):
      return "Enter changes \(path); commit it, then rebuild. y copies the step."
    case .byHand(let sentence): return "\(sentence) y copies the step."
    }
  }

  private static func role(ofDiff line: String) -> ThemeRole {
    switch line.first {
    case "+": .success
    case "-": .error
    case "@": .accent
    default: .muted
    }
  }

  private static func sentence(_ text: String, _ role: ThemeRole, _ columns: Int) -> [Line] {
    Wrap.words(text, columns: columns).map { Line($0, role) }
  }

  static func frame(_ size: Size) -> DialogFrame {
    DialogFrame(size: size, columns: min(96, size.columns - 8), rows: size.rows - 6)
  }

  static func draw(_ painter: inout Painter, _ dialog: State, _ state: Dashboard.State) {
    let frame = frame(painter.surface.size)
    painter.dialog(frame, title: "Stay longer: \(state.facts.name(of: dialog.build))")
    let content = frame.content
    let lines = lines(dialog, state.facts, keymap: state.keymap, columns: content.columns)
    for (offset, line) in lines.dropFirst(dialog.top).prefix(content.rows).enumerated() {
      painter.text(
        line.text, line.role, at: Point(column: content.column, row: content.row + offset),
        columns: content.columns, on: .overlay)
    }
  }
}
