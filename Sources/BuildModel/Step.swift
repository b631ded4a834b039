package import struct Foundation.Date

/// One entry of a build's workflow, as it went.
package struct Step: Sendable, Equatable, Codable, Identifiable {
  package var id: Int { index }
  /// Counts from 0 in the order of running, over all workflows of the build.
  package var index: Int
  /// The step's own identifier, `script` for a script step.
  package var stepID: String
  package var title: String
  package var status: StepStatus
  package var startedAt: Date?
  package var finishedAt: Date?
  /// The status its command ended with; nil while it runs or where it never ran.
  package var exitCode: Int?
  /// The positions of its first and last log chunk, once known.
  package var firstChunk: Int?
  package var lastChunk: Int?

  package init(
    index: Int, stepID: String, title: String, status: StepStatus = .pending,
    startedAt: Date? = nil, finishedAt: Date? = nil, exitCode: Int? = nil,
    firstChunk: Int? = nil, lastChunk: Int? = nil
  ) {
    self.index = index
    self.stepID = stepID
    self.title = title
    self.status = status
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.exitCode = exitCode
    self.firstChunk = firstChunk
    self.lastChunk = lastChunk
  }
}

/// How a step stands; the finished ones in the words of Bitrise's CLI.
package enum StepStatus: String, Sendable, Codable, CaseIterable {
  case pending
  case running
  case success
  case failed
  /// Failed, but marked `is_skippable`: the build goes on.
  case failedSkippable = "failed_skippable"
  /// Not run, because an earlier step failed.
  case skipped
  case skippedWithRunIf = "skipped_with_run_if"
  case preparationFailed = "preparation_failed"
  case abortedWithTimeout = "aborted_with_custom_timeout"
  case abortedWithNoOutput = "aborted_with_no_output"
  case aborted

  /// Whether this outcome makes the build fail.
  package var failsBuild: Bool {
    switch self {
    case .failed, .preparationFailed, .abortedWithTimeout, .abortedWithNoOutput: true
    case .pending, .running, .success, .failedSkippable, .skipped, .skippedWithRunIf, .aborted:
      false
    }
  }

  package var isFinished: Bool { self != .pending && self != .running }
}
