package import typealias Foundation.TimeInterval

/// All a worker needs to run one build; the service writes it, the worker only reads it.
package struct BuildOrder: Sendable, Equatable, Codable {
  package var build: BuildSlug
  package var number: Int
  package var app: AppSlug
  package var appTitle: String
  /// A folder's absolute path or a git URL.
  package var repository: String
  package var branch: String?
  package var tag: String?
  package var commitHash: String?
  /// The message its trigger gave; nil for the commit's own.
  package var commitMessage: String?
  package var workflow: String
  /// The text of the `bitrise.yml` that was current when the build was asked for.
  package var configuration: String
  /// What the text is called in messages: a path, or "the app's configuration".
  package var configurationName: String
  package var environment: [EnvironmentVariable]
  /// Nil for a build that no pull request asked for.
  package var pullRequest: PullRequest?
  /// Whether the app's secrets come over the worker's socket before anything is prepared.
  @FalseIfAbsent package var hasSecrets: Bool
  package var stack: StackName
  /// What the stack was when the build was asked for; nil where nobody has said.
  package var definition: Stack?
  package var triggeredBy: String?
  package var buildURL: String
  package var isRemote: Bool
  /// Seconds the door stays open after the build.
  package var grace: TimeInterval
  /// Seconds after which a build that still runs is ended.
  package var timeLimit: TimeInterval
  // What follows is optional, since a service may find an order that an earlier one wrote.
  /// The most bytes of log that the steps may write; nil for `usualLogLimit`.
  package var logLimit: Int?
  /// Seconds without output after which a step is ended that sets no limit of its own.
  package var noOutputLimit: Int?
  /// Seconds the door stays open after the build, before the grace begins.
  package var hold: TimeInterval?
  /// The most seconds that the window can be extended by, hold and all.
  package var longestExtension: TimeInterval?
  /// Seconds a failed build's machine stands by where the build has no window.
  package var keepFailed: TimeInterval?
  /// The build that this one runs again.
  package var original: Original?
  /// The asker's own public keys, as in `authorized_keys`: they open the machine, too.
  package var publicKeys: [String]?
  /// Closes a window early, or keeps it open; nil for neither.
  package var windowPolicy: WindowPolicy?
  /// Whether added time may reach beyond the build's time limit.
  @FalseIfAbsent package var outlastsTimeLimit: Bool
  /// What the service has to say of the build, for the beginning of its log.
  package var notes: [String]?

  package static let usualLogLimit = 1 << 30

  /// What a rebuild tells of the build it runs again.
  package struct Original: Sendable, Equatable, Codable {
    package var number: Int
    /// The commit it was made of; nil where it never came so far.
    package var commitHash: String?

    package init(number: Int, commitHash: String?) {
      self.number = number
      self.commitHash = commitHash
    }
  }

  package init(
    build: BuildSlug, number: Int, app: AppSlug, appTitle: String, repository: String,
    branch: String? = nil, tag: String? = nil, commitHash: String? = nil,
    commitMessage: String? = nil, workflow: String,
    configuration: String, configurationName: String = "bitrise.yml",
    environment: [EnvironmentVariable] = [], pullRequest: PullRequest? = nil,
    hasSecrets: Bool = false, stack: StackName = .linux, definition: Stack? = nil,
    triggeredBy: String? = nil, buildURL: String = "", isRemote: Bool = false,
    grace: TimeInterval = 600, timeLimit: TimeInterval = 5400, noOutputLimit: Int? = nil,
    hold: TimeInterval? = nil, longestExtension: TimeInterval? = nil,
    keepFailed: TimeInterval? = nil, original: Original? = nil, notes: [String]? = nil,
    logLimit: Int? = nil, publicKeys: [String]? = nil, windowPolicy: WindowPolicy? = nil,
    outlastsTimeLimit: Bool = false
  ) {
    self.build = build
    self.number = number
    self.app = app
    self.appTitle = appTitle
    self.repository = repository
    self.branch = branch
    self.tag = tag
    self.commitHash = commitHash
    self.commitMessage = commitMessage
    self.workflow = workflow
    self.configuration = configuration
    self.configurationName = configurationName
    self.environment = environment
    self.pullRequest = pullRequest
    self.hasSecrets = hasSecrets
    self.stack = stack
    self.definition = definition
    self.triggeredBy = triggeredBy
    self.buildURL = buildURL
    self.isRemote = isRemote
    self.grace = grace
    self.timeLimit = timeLimit
    self.logLimit = logLimit
    self.noOutputLimit = noOutputLimit
    self.hold = hold
    self.longestExtension = longestExtension
    self.keepFailed = keepFailed
    self.original = original
    self.notes = notes
    self.publicKeys = publicKeys
    self.windowPolicy = windowPolicy
    self.outlastsTimeLimit = outlastsTimeLimit
  }
}

/// One variable given to a build.
package struct EnvironmentVariable: Sendable, Equatable, Codable {
  package var key: String
  package var value: String
  /// Whether `$NAME` in the value stands for another variable.
  package var isExpand: Bool

  package init(key: String, value: String, isExpand: Bool = true) {
    self.key = key
    self.value = value
    self.isExpand = isExpand
  }
}
