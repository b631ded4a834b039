package import BuildModel
package import Theming

/// How a status looks: by shape, by colour and by word, so that none of them is needed alone.
package struct StatusLook: Sendable, Equatable {
  package var glyph: String
  package var role: ThemeRole
  package var word: String
}

extension GlyphSet {
  package func look(of status: BuildStatus) -> StatusLook {
    switch status {
    case .queued: StatusLook(glyph: queued, role: .queued, word: "queued")
    case .running: StatusLook(glyph: running, role: .running, word: "running")
    case .success: StatusLook(glyph: success, role: .success, word: "passed")
    case .failed: StatusLook(glyph: failed, role: .failed, word: "failed")
    case .aborted: StatusLook(glyph: aborted, role: .aborted, word: "aborted")
    case .abortedWithSuccess:
      StatusLook(glyph: aborted, role: .success, word: "aborted as passed")
    }
  }

  package func look(of status: StepStatus) -> StatusLook {
    switch status {
    case .pending: StatusLook(glyph: queued, role: .queued, word: "waiting")
    case .running: StatusLook(glyph: running, role: .running, word: "running")
    case .success: StatusLook(glyph: success, role: .success, word: "passed")
    case .failed: StatusLook(glyph: failed, role: .failed, word: "failed")
    case .failedSkippable:
      StatusLook(glyph: failed, role: .warning, word: "failed, does not count")
    case .skipped: StatusLook(glyph: skipped, role: .aborted, word: "skipped")
    case .skippedWithRunIf: StatusLook(glyph: skipped, role: .aborted, word: "not asked for")
    case .preparationFailed: StatusLook(glyph: failed, role: .failed, word: "could not start")
    case .abortedWithTimeout: StatusLook(glyph: failed, role: .failed, word: "took too long")
    case .abortedWithNoOutput: StatusLook(glyph: failed, role: .failed, word: "went silent")
    case .aborted: StatusLook(glyph: aborted, role: .aborted, word: "aborted")
    }
  }
}
