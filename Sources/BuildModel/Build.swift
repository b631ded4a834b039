package import struct Foundation.Date

/// One run of one workflow.
package struct Build: Sendable, Equatable, Codable, Identifiable {
  package var id: BuildSlug { slug }
  package var slug: BuildSlug
  package var app: AppSlug
  package var appTitle: String
  /// Counts from 1 within the app.
  package var number: Int
  package var status: BuildStatus
  package var workflow: String
  package var branch: String?
  package var tag: String?
  package var commitHash: String?
  package var commitMessage: String?
  package var triggeredBy: String?
  package var triggeredAt: Date
  /// When a worker took the build.
  package var startedAt: Date?
  /// When the machine stood and the source lay in it.
  package var preparedAt: Date?
  package var finishedAt: Date?
  package var abortReason: String?
  /// Why the build failed where no step tells: no machine, bad configuration, lost worker.
  package var failureReason: String?
  /// Whether the build has remote access: from its start, or opened later.
  package var isRemote: Bool
  package var stack: StackName
  package var isolation: Isolation
  /// The number of the build that this one runs again.
  package var rebuildOf: Int?
  /// Whether the build waits until somebody lets it start.
  package var isOnHold: Bool
  /// The number of the pull request that the build is of.
  package var pullRequestID: Int?
  /// From -100 to 100; the higher one leaves the queue first.
  package var priority: Int
  /// Whether the build runs another configuration than the one it runs again; nil where it runs
  /// none again, or nobody knows.
  package var configurationChanged: Bool?
  /// The same of the commit, known once the source lies in the machine.
  package var commitChanged: Bool?
  /// Until when a failed build's machine stands by, shut, for somebody to open it.
  package var keptUntil: Date?
  /// Whether a pipeline asked for the build: it is rebuilt with the pipeline, not alone.
  @FalseIfAbsent package var isOfPipeline: Bool = false
  /// Whether the service takes a rebuild of it, once it has finished.
  @TrueIfAbsent package var mayRebuild: Bool = true

  package init(
    slug: BuildSlug, app: AppSlug, appTitle: String, number: Int, status: BuildStatus,
    workflow: String, branch: String? = nil, tag: String? = nil, commitHash: String? = nil,
    commitMessage: String? = nil, triggeredBy: String? = nil, triggeredAt: Date,
    startedAt: Date? = nil, preparedAt: Date? = nil, finishedAt: Date? = nil,
    abortReason: String? = nil, failureReason: String? = nil, isRemote: Bool = false,
    stack: StackName = .linux, isolation: Isolation = .unknown, rebuildOf: Int? = nil,
    isOnHold: Bool = false, pullRequestID: Int? = nil, priority: Int = 0,
    configurationChanged: Bool? = nil, commitChanged: Bool? = nil, keptUntil: Date? = nil,
    isOfPipeline: Bool = false, mayRebuild: Bool = true
  ) {
    self.slug = slug
    self.app = app
    self.appTitle = appTitle
    self.number = number
    self.status = status
    self.workflow = workflow
    self.branch = branch
    self.tag = tag
    self.commitHash = commitHash
    self.commitMessage = commitMessage
    self.triggeredBy = triggeredBy
    self.triggeredAt = triggeredAt
    self.startedAt = startedAt
    self.preparedAt = preparedAt
    self.finishedAt = finishedAt
    self.abortReason = abortReason
    self.failureReason = failureReason
    self.isRemote = isRemote
    self.stack = stack
    self.isolation = isolation
    self.rebuildOf = rebuildOf
    self.isOnHold = isOnHold
    self.pullRequestID = pullRequestID
    self.priority = priority
    self.configurationChanged = configurationChanged
    self.commitChanged = commitChanged
    self.keptUntil = keptUntil
    self.isOfPipeline = isOfPipeline
    self.mayRebuild = mayRebuild
  }
}

/// How well a build's machine is kept apart from its host.
package enum Isolation: String, Sendable, Codable {
  /// Not told, as by a service that is not ours, or not known yet.
  case unknown
  /// Namespaces of its own: nothing private of the host or of other machines in sight.
  case isolated
  /// Plain processes of the service's user: shown as "not isolated" wherever the build is.
  case notIsolated = "not-isolated"
}
