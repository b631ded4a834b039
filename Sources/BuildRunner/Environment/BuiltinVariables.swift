import BuildMachine
import BuildModel
import Foundation

/// The variables that Bitrise gives every build, before those of anybody else.
struct BuiltinVariables {
  let order: BuildOrder
  let source: SourceState

  /// What the machine and the plan make known.
  func ofMachine(
    _ machine: any Machine, plan: WorkflowPlan, searchPath: String
  ) -> [String: String] {
    let folders = machine.folders
    return [
      "PATH": searchPath, "HOME": folders.home, "USER": machine.username,
      "LOGNAME": machine.username, "SHELL": "/bin/bash", "LANG": "C.UTF-8",
      "TMPDIR": folders.temporary, "BITRISE_IO": "true",
      "BITRISE_TRIGGERED_WORKFLOW_ID": plan.workflow,
      "BITRISE_TRIGGERED_WORKFLOW_TITLE": plan.workflowTitle,
      "BITRISE_SOURCE_DIR": folders.source, "BITRISE_DEPLOY_DIR": folders.deploy,
      "BITRISE_STACK_REV_ID": order.stack.rawValue,
    ]
  }

  /// What the trigger and the commit make known; the part that may be too long for a variable.
  func ofTrigger(at time: Date) -> [String: String] {
    var values = [
      "CI": "true", "PR": String(order.pullRequest != nil),
      "BITRISE_BUILD_NUMBER": String(order.number), "BITRISE_BUILD_SLUG": order.build.rawValue,
      "BITRISE_BUILD_URL": order.buildURL, "BITRISE_APP_SLUG": order.app.rawValue,
      "BITRISE_APP_TITLE": order.appTitle, "BITRISE_TRIGGER_METHOD": triggerMethod,
      "BITRISE_BUILD_TRIGGER_TIMESTAMP": String(Int(time.timeIntervalSince1970)),
      "GIT_REPOSITORY_URL": source.remote, "BITRISE_GIT_COMMIT": source.commitHash,
      "GIT_CLONE_COMMIT_HASH": source.commitHash,
      "BITRISE_GIT_MESSAGE": order.commitMessage ?? source.commitMessage,
    ]
    values["BITRISE_APP_URL"] = appURL
    values["BITRISE_TRIGGER_BY"] = order.triggeredBy
    values["BITRISE_GIT_BRANCH"] = source.branch
    values["BITRISE_GIT_TAG"] = order.tag
    if let name = repositoryName {
      values["BITRISEIO_GIT_REPOSITORY_OWNER"] = name.owner
      values["BITRISEIO_GIT_REPOSITORY_SLUG"] = name.slug
    }
    return values.merging(ofPullRequest) { $1 }
  }

  private var ofPullRequest: [String: String] {
    guard let request = order.pullRequest else { return [:] }
    var values: [String: String] = [:]
    values["BITRISE_PULL_REQUEST"] = request.id
    values["BITRISEIO_GIT_BRANCH_DEST"] = request.targetBranch
    values["BITRISEIO_PULL_REQUEST_REPOSITORY_URL"] = request.repository
    values["BITRISEIO_PULL_REQUEST_HEAD_BRANCH"] = request.headBranch
    values["BITRISEIO_PULL_REQUEST_MERGE_BRANCH"] = request.mergeBranch
    return values
  }

  /// Bitrise's words; whoever starts builds through the API counts as `manual`.
  private var triggerMethod: String {
    let starter = order.triggeredBy ?? ""
    return ["webhook", "schedule"].first(where: starter.hasPrefix) ?? "manual"
  }

  /// Where the app is found: the build's own address without its end.
  private var appURL: String? {
    let end = "/builds/\(order.build)"
    return order.buildURL.hasSuffix(end) ? String(order.buildURL.dropLast(end.count)) : nil
  }

  /// `git@host:owner/name.git` and `https://host/owner/name` name both.
  private var repositoryName: (owner: String, slug: String)? {
    guard !source.remote.hasPrefix("/") else { return nil }
    let parts = source.remote.split { $0 == "/" || $0 == ":" }.map(String.init)
    guard parts.count >= 3, let last = parts.last else { return nil }
    return (parts[parts.count - 2], last.hasSuffix(".git") ? String(last.dropLast(4)) : last)
  }
}
