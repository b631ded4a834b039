/// The `build_params` of a trigger: all of Bitrise's but secrets, which are not to be kept.
package struct BuildParams: Codable, Sendable, Equatable {
  package var branch: String?
  package var tag: String?
  package var commitHash: String?
  package var commitMessage: String?
  package var commitPaths: [CommitPaths]?
  package var workflowID: String?
  package var pipelineID: String?
  package var environments: [VariableBody]?
  package var stack: String?
  package var machineTypeID: String?
  package var priority: Int?
  package var buildRequestSlug: String?
  package var skipGitStatusReport: Bool?
  package var diffURL: String?
  package var branchDest: String?
  package var branchRepoOwner: String?
  package var branchDestRepoOwner: String?
  package var baseRepositoryURL: String?
  package var headRepositoryURL: String?
  package var pullRequestID: PullRequestNumber?
  package var pullRequestAuthor: String?
  package var pullRequestHeadBranch: String?
  package var pullRequestMergeBranch: String?
  package var pullRequestUnverifiedMergeBranch: String?
  package var pullRequestRepositoryURL: String?

  package init(
    branch: String? = nil, tag: String? = nil, commitHash: String? = nil,
    commitMessage: String? = nil, workflowID: String? = nil,
    environments: [VariableBody]? = nil, stack: String? = nil, priority: Int? = nil
  ) {
    self.branch = branch
    self.tag = tag
    self.commitHash = commitHash
    self.commitMessage = commitMessage
    self.workflowID = workflowID
    self.environments = environments
    self.stack = stack
    self.priority = priority
  }

  enum CodingKeys: String, CodingKey {
    case branch, tag
    case commitHash = "commit_hash"
    case commitMessage = "commit_message"
    case commitPaths = "commit_paths"
    case workflowID = "workflow_id"
    case pipelineID = "pipeline_id"
    case environments, stack
    case machineTypeID = "machine_type_id"
    case priority
    case buildRequestSlug = "build_request_slug"
    case skipGitStatusReport = "skip_git_status_report"
    case diffURL = "diff_url"
    case branchDest = "branch_dest"
    case branchRepoOwner = "branch_repo_owner"
    case branchDestRepoOwner = "branch_dest_repo_owner"
    case baseRepositoryURL = "base_repository_url"
    case headRepositoryURL = "head_repository_url"
    case pullRequestID = "pull_request_id"
    case pullRequestAuthor = "pull_request_author"
    case pullRequestHeadBranch = "pull_request_head_branch"
    case pullRequestMergeBranch = "pull_request_merge_branch"
    case pullRequestUnverifiedMergeBranch = "pull_request_unverified_merge_branch"
    case pullRequestRepositoryURL = "pull_request_repository_url"
  }
}

/// The files of one commit, by what it did to them.
package struct CommitPaths: Codable, Sendable, Equatable {
  package var added: [String]?
  package var modified: [String]?
  package var removed: [String]?
}
