package import BuildModel
package import Foundation

/// `GET …/log`: chunks while the build runs, the address of the whole text once it is archived.
package struct LogBody: Codable, Sendable, Equatable {
  package struct Chunk: Codable, Sendable, Equatable {
    package var chunk: String
    package var position: Int
    /// Our own: when it was written, to the second; a service that does not know leaves it out.
    ///
    /// A text, since thousands of chunks stand in one answer and many of them share a second.
    package var createdAt: String?

    package init(chunk: String, position: Int, createdAt: String? = nil) {
      self.chunk = chunk
      self.position = position
      self.createdAt = createdAt
    }

    enum CodingKeys: String, CodingKey {
      case chunk, position
      case createdAt = "created_at"
    }
  }

  @NoneIfAbsent package var logChunks: [Chunk] = []
  /// The cursor for `after_timestamp`.
  @Nullable package var nextAfterTimestamp: String? = nil
  @Nullable package var nextBeforeTimestamp: String? = nil
  @FalseIfAbsent package var isArchived: Bool = false
  @Nullable package var expiringRawLogURL: String? = nil
  /// The cursor of the shape that Bitrise answered until 2020; nobody sends both.
  package var timestamp: String?

  package init(
    logChunks: [Chunk], nextAfterTimestamp: String?, nextBeforeTimestamp: String?,
    isArchived: Bool, expiringRawLogURL: String?
  ) {
    self.logChunks = logChunks
    self.isArchived = isArchived
    self.nextAfterTimestamp = nextAfterTimestamp
    self.nextBeforeTimestamp = nextBeforeTimestamp
    self.expiringRawLogURL = expiringRawLogURL
  }

  enum CodingKeys: String, CodingKey {
    case logChunks = "log_chunks"
    case nextAfterTimestamp = "next_after_timestamp"
    case nextBeforeTimestamp = "next_before_timestamp"
    case isArchived = "is_archived"
    case expiringRawLogURL = "expiring_raw_log_url"
    case timestamp
  }
}

/// `GET …/log/summary`: the steps of a build, in the shape that Bitrise's own tools read.
package struct LogSummaryBody: Codable, Sendable, Equatable {
  package struct Execution: Codable, Sendable, Equatable {
    @NoneIfAbsent package var workflows: [Workflow] = []
    package init(workflows: [Workflow]) { self.workflows = workflows }
  }

  package struct Workflow: Codable, Sendable, Equatable {
    @EmptyIfAbsent package var uuid: String = ""
    @EmptyIfAbsent package var workflowID: String = ""
    @NoneIfAbsent package var steps: [StepBody] = []

    package init(uuid: String, workflowID: String, steps: [StepBody]) {
      self.uuid = uuid
      self.workflowID = workflowID
      self.steps = steps
    }

    enum CodingKeys: String, CodingKey {
      case uuid
      case workflowID = "workflow_id"
      case steps
    }
  }

  package var appID: AppSlug
  package var buildID: BuildSlug
  @FalseIfAbsent package var isLogArchived: Bool = false
  package var execution: Execution

  package init(app: AppSlug, build: BuildSlug, isLogArchived: Bool, execution: Execution) {
    appID = app
    buildID = build
    self.isLogArchived = isLogArchived
    self.execution = execution
  }

  enum CodingKeys: String, CodingKey {
    case appID = "app_id"
    case buildID = "build_id"
    case isLogArchived = "is_log_archived"
    case execution
  }
}

/// `GET …/log/steps/{uuid}`: where the step's own log is; empty until the step has finished.
package struct StepLogBody: Codable, Sendable, Equatable {
  /// One entry of the array that stands at the address.
  package struct Message: Codable, Sendable, Equatable {
    package var message: String

    package init(message: String) { self.message = message }
  }

  @EmptyIfAbsent package var expiringRawLogURL: String = ""

  package init(expiringRawLogURL: String) { self.expiringRawLogURL = expiringRawLogURL }

  enum CodingKeys: String, CodingKey {
    case expiringRawLogURL = "expiring_raw_log_url"
  }
}

/// A step on the wire.
package struct StepBody: Codable, Sendable, Equatable {
  package struct Failure: Codable, Sendable, Equatable {
    @Nullable package var code: Int? = nil
    @EmptyIfAbsent package var message: String = ""
  }

  package var uuid: String
  @EmptyIfAbsent package var stepID: String = ""
  @EmptyIfAbsent package var title: String = ""
  @EmptyIfAbsent package var version: String = ""
  @EmptyIfAbsent package var status: String = ""
  @EmptyIfAbsent package var statusReason: String = ""
  @Nullable package var startedAt: Date? = nil
  @Nullable package var finishedAt: Date? = nil
  package var errors: [Failure]?
  /// Our own: the step's place and the positions of its log chunks.
  package var index: Int?
  package var firstChunk: Int?
  package var lastChunk: Int?

  package init(_ step: Step, build: BuildSlug) {
    uuid = "\(build)-\(step.index)"
    stepID = step.stepID
    title = step.title
    version = ""
    status = step.status.rawValue
    statusReason = ""
    startedAt = step.startedAt
    finishedAt = step.finishedAt
    errors =
      step.status.failsBuild
      ? [Failure(code: Int(step.exitCode ?? 1), message: "exit code: \(step.exitCode ?? 1)")] : []
    index = step.index
    firstChunk = step.firstChunk
    lastChunk = step.lastChunk
  }

  /// The step in our own words; a status we do not know counts as pending.
  package func step(index place: Int) -> Step {
    Step(
      index: index ?? place, stepID: stepID, title: title,
      status: StepStatus(rawValue: status) ?? .pending, startedAt: startedAt?.unlessUnset,
      finishedAt: finishedAt?.unlessUnset, exitCode: errors?.first?.code, firstChunk: firstChunk,
      lastChunk: lastChunk)
  }

  enum CodingKeys: String, CodingKey {
    case uuid, title, version, status, errors, index
    case stepID = "step_id"
    case statusReason = "status_reason"
    case startedAt = "started_at"
    case finishedAt = "finished_at"
    case firstChunk = "first_chunk"
    case lastChunk = "last_chunk"
  }
}
