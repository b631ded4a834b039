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
}
