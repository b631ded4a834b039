package import BuildModel
package import Foundation

/// A build as Bitrise's API shows it: every field, unset ones as `null`.
package struct BuildBody: Codable, Sendable, Equatable {
  package var slug: BuildSlug
  package var buildNumber: Int
  package var status: Int
  @EmptyIfAbsent package var statusText: String = ""
  @Nullable package var triggeredAt: Date? = nil
  @Nullable package var startedOnWorkerAt: Date? = nil
  @Nullable package var environmentPrepareFinishedAt: Date? = nil
  @Nullable package var finishedAt: Date? = nil
  @Nullable package var abortReason: String? = nil
  @FalseIfAbsent package var isOnHold: Bool = false
  @FalseIfAbsent package var isProcessed: Bool = false
  @FalseIfAbsent package var isStatusSent: Bool = false
  @Nullable package var branch: String? = nil
  @Nullable package var tag: String? = nil
  @Nullable package var commitHash: String? = nil
  @Nullable package var commitMessage: String? = nil
  @Nullable package var commitViewURL: String? = nil
  @Nullable package var triggeredWorkflow: String? = nil
  @Nullable package var triggeredBy: String? = nil
  @Nullable package var machineTypeID: String? = nil
  @Nullable package var stackIdentifier: String? = nil
  @Nullable package var originalBuildParams: BuildParams? = nil
  @Nullable package var pipelineWorkflowID: String? = nil
  @Nullable package var pullRequestID: Int? = nil
  @Nullable package var pullRequestTargetBranch: String? = nil
  @Nullable package var pullRequestViewURL: String? = nil
  @Nullable package var creditCost: Int? = nil
  @Nullable package var logFormat: String? = nil
  package var rebuildable: Bool?
  package var utility: Bool?
  /// On lists over all apps only.
  package var repository: AppBody?
  /// What only our own service tells.
  package var airlock: BuildExtension?

  enum CodingKeys: String, CodingKey {
    case slug
    case buildNumber = "build_number"
    case status
    case statusText = "status_text"
    case triggeredAt = "triggered_at"
    case startedOnWorkerAt = "started_on_worker_at"
    case environmentPrepareFinishedAt = "environment_prepare_finished_at"
    case finishedAt = "finished_at"
    case abortReason = "abort_reason"
    case isOnHold = "is_on_hold"
    case isProcessed = "is_processed"
    case isStatusSent = "is_status_sent"
    case branch, tag
    case commitHash = "commit_hash"
    case commitMessage = "commit_message"
    case commitViewURL = "commit_view_url"
    case triggeredWorkflow = "triggered_workflow"
    case triggeredBy = "triggered_by"
    case machineTypeID = "machine_type_id"
    case stackIdentifier = "stack_identifier"
    case originalBuildParams = "original_build_params"
    case pipelineWorkflowID = "pipeline_workflow_id"
    case pullRequestID = "pull_request_id"
    case pullRequestTargetBranch = "pull_request_target_branch"
    case pullRequestViewURL = "pull_request_view_url"
    case creditCost = "credit_cost"
    case logFormat = "log_format"
    case rebuildable, utility, repository, airlock
  }
}

/// The fields our own service adds to a build, in one object so that no name collides.
package struct BuildExtension: Codable, Sendable, Equatable {
  package var isRemote: Bool
  package var isolation: Isolation
  @Nullable package var failureReason: String? = nil
  @Nullable package var rebuildOf: Int? = nil
  /// Whether configuration and commit are others than in the build that this one runs again.
  @Nullable package var configurationChanged: Bool? = nil
  @Nullable package var commitChanged: Bool? = nil
  package var priority: Int?
  /// Until when the failed build's machine can still be opened without a rebuild.
  @Nullable package var machineKeptUntil: Date? = nil

  package init(_ build: Build) {
    isRemote = build.isRemote
    isolation = build.isolation
    failureReason = build.failureReason
    rebuildOf = build.rebuildOf
    configurationChanged = build.configurationChanged
    commitChanged = build.commitChanged
    priority = build.priority
    machineKeptUntil = build.keptUntil
  }

  enum CodingKeys: String, CodingKey {
    case isRemote = "is_remote"
    case isolation
    case failureReason = "failure_reason"
    case rebuildOf = "rebuild_of"
    case configurationChanged = "configuration_changed"
    case commitChanged = "commit_changed"
    case priority
    case machineKeptUntil = "machine_kept_until"
  }
}
