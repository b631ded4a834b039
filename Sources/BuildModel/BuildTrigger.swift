/// What somebody wants built, as far as it decides which workflow that is.
package struct BuildTrigger: Sendable, Equatable {
  package var branch: String?
  package var tag: String?
  package var commitMessage: String?
  /// Nil for a build that no pull request asked for.
  package var pullRequest: PullRequest?

  package init(
    branch: String? = nil, tag: String? = nil, commitMessage: String? = nil,
    pullRequest: PullRequest? = nil
  ) {
    self.branch = branch
    self.tag = tag
    self.commitMessage = commitMessage
    self.pullRequest = pullRequest
  }
}

/// The pull request that a build is for, as its trigger told it; what it did not tell is nil.
///
/// The build's own branch is the request's source.
package struct PullRequest: Sendable, Equatable, Codable {
  package var id: String?
  package var targetBranch: String?
  /// Where the source branch lies.
  package var repository: String?
  /// A ref that points at the source.
  package var headBranch: String?
  /// A ref that holds source and target merged.
  package var mergeBranch: String?

  package init(
    id: String? = nil, targetBranch: String? = nil, repository: String? = nil,
    headBranch: String? = nil, mergeBranch: String? = nil
  ) {
    self.id = id
    self.targetBranch = targetBranch
    self.repository = repository
    self.headBranch = headBranch
    self.mergeBranch = mergeBranch
  }
}
