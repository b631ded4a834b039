package import BuildModel
package import Foundation

/// Which builds of a list are wanted; what is nil does not matter.
package struct BuildFilter: Sendable, Equatable {
  /// What kind of event made a build.
  package enum Trigger: String, Sendable {
    case push
    case pullRequest = "pull-request"
    case tag
  }

  package var app: AppSlug?
  /// Only builds of apps in which this user has a role.
  package var seenBy: UserSlug?
  /// Only builds of apps that belong to this user.
  package var owner: UserSlug?
  package var statuses: Set<BuildStatus>?
  package var workflow: String?
  package var branch: String?
  /// A part of the commit message, in whatever case.
  package var commitMessage: String?
  package var number: Int?
  package var trigger: Trigger?
  /// The number of the pull request; 0 for builds of none.
  package var pullRequest: Int?
  package var isOnHold: Bool?
  /// Triggered at this time or later.
  package var after: Date?
  /// Triggered before this time.
  package var before: Date?
  package var isRunningFirst = false

  package init(app: AppSlug? = nil, seenBy: UserSlug? = nil) {
    self.app = app
    self.seenBy = seenBy
  }
}

extension BuildFilter {
  /// The filter for only those builds that are finished, or are not.
  func narrowed(toFinished isFinished: Bool) -> BuildFilter {
    var filter = self
    filter.statuses = (statuses ?? Set(BuildStatus.allCases))
      .filter { $0.isFinished == isFinished }
    return filter
  }
}
