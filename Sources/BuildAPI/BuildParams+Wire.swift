extension BuildParams: Codable {
  private enum Name: String, CodingKey {
    case branch, tag
    case commitHash = "commit_hash"
    case commitMessage = "commit_message"
    case workflowID = "workflow_id"
    case environments, stack, priority
  }

  /// What Bitrise knows besides; anything else is of no use to anybody, and `secrets` are not to
  /// be shown again.
  private static let otherNames: Set = [
    "base_repository_url", "branch_dest", "branch_dest_repo_owner", "branch_repo_owner",
    "build_request_slug", "commit_messages", "commit_paths", "diff_url", "head_repository_url",
    "license_pool_id", "machine_type_id", "pipeline_id", "pull_request_author",
    "pull_request_head_branch", "pull_request_id", "pull_request_merge_branch",
    "pull_request_repository_url", "pull_request_unverified_merge_branch",
    "skip_git_status_report",
  ]

  private struct OtherName: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    self.init(
      branch: try container.decodeIfPresent(String.self, forKey: .branch),
      tag: try container.decodeIfPresent(String.self, forKey: .tag),
      commitHash: try container.decodeIfPresent(String.self, forKey: .commitHash),
      commitMessage: try container.decodeIfPresent(String.self, forKey: .commitMessage),
      workflowID: try container.decodeIfPresent(String.self, forKey: .workflowID),
      environments: try container.decodeIfPresent([VariableBody].self, forKey: .environments),
      stack: try container.decodeIfPresent(String.self, forKey: .stack),
      priority: try container.decodeIfPresent(Int.self, forKey: .priority))
    let all = try decoder.container(keyedBy: OtherName.self)
    for key in all.allKeys where Self.otherNames.contains(key.stringValue) {
      others[key.stringValue] = try all.decode(JSONValue.self, forKey: key)
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    try container.encodeIfPresent(branch, forKey: .branch)
    try container.encodeIfPresent(tag, forKey: .tag)
    try container.encodeIfPresent(commitHash, forKey: .commitHash)
    try container.encodeIfPresent(commitMessage, forKey: .commitMessage)
    try container.encodeIfPresent(workflowID, forKey: .workflowID)
    try container.encodeIfPresent(environments, forKey: .environments)
    try container.encodeIfPresent(stack, forKey: .stack)
    try container.encodeIfPresent(priority, forKey: .priority)
    var all = encoder.container(keyedBy: OtherName.self)
    for (name, value) in others { try all.encode(value, forKey: OtherName(name)) }
  }
}

extension BuildParams {
  /// The pull request that is built, which clients send as a number or as a text.
  package var pullRequestID: Int? {
    switch others["pull_request_id"] {
    case .integer(let number): number
    case .text(let text): Int(text)
    default: nil
    }
  }

  package var pullRequestTargetBranch: String? {
    guard pullRequestID ?? 0 != 0, case .text(let branch) = others["branch_dest"] else {
      return nil
    }
    return branch
  }
}
