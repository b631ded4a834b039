package import BuildModel
import Foundation

extension BuildStatus {
  /// The number Bitrise gives the status: 0 for all that is not finished.
  package var wireNumber: Int {
    switch self {
    case .queued, .running: 0
    case .success: 1
    case .failed: 2
    case .aborted: 3
    case .abortedWithSuccess: 4
    }
  }

  /// Bitrise's own word, which for a failed build is `error`.
  package var wireText: String {
    switch self {
    case .queued, .running: "in-progress"
    case .success: "success"
    case .failed: "error"
    case .aborted: "aborted"
    case .abortedWithSuccess: "aborted-with-success"
    }
  }
}

extension BuildBody {
  /// The build as our own service tells it.
  package init(_ build: Build, parameters: BuildParams, repository: AppBody? = nil) {
    slug = build.slug
    buildNumber = build.number
    status = build.status.wireNumber
    statusText = build.isOnHold ? "on-hold" : build.status.wireText
    isOnHold = build.isOnHold
    isProcessed = build.status.isFinished
    isStatusSent = false
    triggeredAt = build.triggeredAt.wholeSeconds
    startedOnWorkerAt = build.startedAt?.wholeSeconds
    environmentPrepareFinishedAt = build.preparedAt?.wholeSeconds
    finishedAt = build.finishedAt?.wholeSeconds
    abortReason = build.abortReason
    branch = build.branch
    tag = build.tag
    commitHash = build.commitHash
    commitMessage = build.commitMessage
    triggeredWorkflow = build.workflow
    triggeredBy = build.triggeredBy
    stackIdentifier = build.stack.rawValue
    originalBuildParams = parameters
    pullRequestID = build.pullRequestID ?? 0
    pullRequestTargetBranch = build.pullRequestID.flatMap { _ in parameters.branchDest }
    pullRequestViewURL = build.pullRequestID.flatMap(parameters.pullRequestViewURL)
    rebuildable = build.status.isFinished
    utility = false
    self.repository = repository
    airlock = BuildExtension(build)
  }

  /// The build in our own words, also from a service that is not ours.
  package func build(app: AppSlug, appTitle: String) -> Build {
    let status: BuildStatus =
      switch self.status {
      case 1: .success
      case 2: .failed
      case 3: .aborted
      case 4: .abortedWithSuccess
      default: startedOnWorkerAt == nil || isOnHold ? .queued : .running
      }
    return Build(
      slug: slug, app: app, appTitle: appTitle, number: buildNumber, status: status,
      workflow: triggeredWorkflow ?? "", branch: branch, tag: tag, commitHash: commitHash,
      commitMessage: commitMessage, triggeredBy: triggeredBy,
      triggeredAt: triggeredAt ?? .distantPast, startedAt: startedOnWorkerAt?.unlessUnset,
      preparedAt: environmentPrepareFinishedAt?.unlessUnset, finishedAt: finishedAt?.unlessUnset,
      abortReason: abortReason,
      failureReason: airlock?.failureReason, isRemote: airlock?.isRemote ?? false,
      stack: StackName(rawValue: stackIdentifier ?? ""), isolation: airlock?.isolation ?? .unknown,
      rebuildOf: airlock?.rebuildOf, isOnHold: isOnHold,
      pullRequestID: pullRequestID.flatMap { $0 == 0 ? nil : $0 },
      priority: airlock?.priority ?? 0, configurationChanged: airlock?.configurationChanged,
      commitChanged: airlock?.commitChanged, keptUntil: airlock?.machineKeptUntil,
      isOfPipeline: pipelineWorkflowID?.isEmpty == false, mayRebuild: rebuildable ?? true)
  }
}
