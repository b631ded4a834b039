import BuildModel
package import Theming

extension BuildDetail {
  /// A row of the steps pane as text that is ready to be placed.
  package struct StepRow: Sendable, Equatable {
    package var look: StatusLook
    package var title: String
    package var titleRole: ThemeRole
    /// How it ended and how long it took.
    package var note: String
    package var noteRole: ThemeRole
  }

  package static func stepRow(_ entry: Entry, _ state: Dashboard.State) -> StepRow {
    switch entry {
    case .wholeLog:
      return StepRow(
        look: StatusLook(glyph: " ", role: .muted, word: ""), title: "the whole log",
        titleRole: .muted, note: "", noteRole: .muted)
    case .step(let step):
      let look = state.glyphs.look(of: step.status)
      let isQuiet = step.status == .pending || step.status == .skipped
      var notes: [String] = []
      if let code = step.exitCode, code != 0 { notes.append("exit \(code)") }
      switch step.status {
      case .success, .failed, .running, .pending: break
      case .failedSkippable, .skipped, .skippedWithRunIf, .preparationFailed, .abortedWithTimeout,
        .abortedWithNoOutput, .aborted:
        notes.append(look.word)
      }
      if let span = span(of: step, state.facts) { notes.append(span) }
      return StepRow(
        look: look, title: step.title, titleRole: isQuiet ? .muted : .text,
        note: notes.joined(separator: "  "), noteRole: step.status.failsBuild ? .failed : .muted)
    }
  }

  private static func span(of step: Step, _ facts: Facts) -> String? {
    guard let startedAt = step.startedAt else { return nil }
    guard let finishedAt = step.finishedAt else {
      return TimeWords.duration(facts.serverNow.timeIntervalSince(startedAt))
    }
    return TimeWords.duration(finishedAt.timeIntervalSince(startedAt), tenths: true)
  }

  static func logTitle(_ state: Dashboard.State) -> String {
    let entries = entries(state)
    let chosen = chosenIndex(state)
    guard entries.indices.contains(chosen), case .step(let step) = entries[chosen] else {
      return "Log"
    }
    return "Log \(state.glyphs.separator) \(step.title)"
  }

  /// Where in the log the screen stands.
  static func logNote(
    _ state: Dashboard.State, lines: Range<Int>, first: Int, rows: Int
  ) -> String? {
    guard !lines.isEmpty else { return nil }
    if state.detail.position == .end, state.selectedBuild?.status == .running {
      return "following"
    }
    guard lines.count > rows else { return nil }
    let end = min(lines.upperBound, first + rows)
    return "\(end - lines.lowerBound)/\(lines.count)"
  }

  /// Why there is no log to show.
  static func silence(_ state: Dashboard.State) -> String {
    guard let build = state.selectedBuild else { return "" }
    if let role = state.facts.role(for: build), !role.mayReadLogs {
      return "Your role (\(role.title)) cannot read logs."
    }
    let entries = entries(state)
    let chosen = chosenIndex(state)
    if entries.indices.contains(chosen), case .step(let step) = entries[chosen] {
      switch step.status {
      case .pending: return "This step has not begun."
      case .running: return "Nothing written yet."
      case .skipped: return "Skipped, because an earlier step failed."
      case .skippedWithRunIf: return "Skipped, because its run_if was not met."
      case .success, .failed, .failedSkippable, .preparationFailed, .abortedWithTimeout,
        .abortedWithNoOutput, .aborted:
        break
      }
    }
    let isComplete = state.facts.logs[build.slug]?.isComplete ?? false
    switch build.status {
    case .queued: return "Waits for a worker. The log begins with it."
    case .running: return "Nothing written yet."
    case .success, .failed, .aborted, .abortedWithSuccess:
      return isComplete ? "Nothing was written." : "Loading the log \u{2026}"
    }
  }
}
