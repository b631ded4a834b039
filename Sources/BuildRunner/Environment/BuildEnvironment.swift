import BuildMachine
import BuildModel
import Foundation

/// The variables of a build, in Bitrise's order, as they grow from step to step.
struct BuildEnvironment {
  private let base: [String: String]
  private(set) var variables: [EnvironmentVariable]
  var failure: Failure?

  /// The first step that made the build fail, for the steps that run all the same.
  struct Failure: Sendable, Equatable {
    var title: String
    var message: String
  }

  init(base: [String: String], variables: [EnvironmentVariable]) {
    self.base = base
    self.variables = variables
  }

  mutating func add(_ more: [EnvironmentVariable]) { variables += more }

  mutating func collect(from envman: Envman) throws { try envman.collect(into: &variables) }

  /// What a program of the build finds now, with a step's inputs where it is a step's.
  func values(inputs: [EnvironmentVariable] = []) -> [String: String] {
    Expansion.environment(base.merging(status) { $1 }, adding: variables + inputs)
      // Whatever a configuration says, these tell the truth.
      .merging(status) { $1 }
  }

  private var status: [String: String] {
    let number = failure == nil ? "0" : "1"
    var values = ["BITRISE_BUILD_STATUS": number, "STEPLIB_BUILD_STATUS": number]
    if let failure {
      values["BITRISE_FAILED_STEP_TITLE"] = failure.title
      values["BITRISE_FAILED_STEP_ERROR_MESSAGE"] = failure.message
    }
    return values
  }
}

extension BuildOrder {
  /// The variables that Bitrise gives every build, before those of the configuration.
  func builtinEnvironment(
    of machine: any Machine, plan: WorkflowPlan, source: SourceState, searchPath: String,
    triggeredAt: Date
  ) -> [String: String] {
    let folders = machine.folders
    var values = [
      "PATH": searchPath, "HOME": folders.home, "USER": machine.username,
      "LOGNAME": machine.username, "SHELL": "/bin/bash", "LANG": "C.UTF-8",
      "TMPDIR": folders.temporary, "CI": "true", "PR": "false", "BITRISE_IO": "true",
      "BITRISE_TRIGGERED_WORKFLOW_ID": plan.workflow,
      "BITRISE_TRIGGERED_WORKFLOW_TITLE": plan.workflowTitle,
      "BITRISE_SOURCE_DIR": folders.source, "BITRISE_DEPLOY_DIR": folders.deploy,
      "BITRISE_BUILD_NUMBER": String(number), "BITRISE_BUILD_SLUG": build.rawValue,
      "BITRISE_BUILD_URL": buildURL, "BITRISE_APP_SLUG": app.rawValue,
      "BITRISE_APP_TITLE": appTitle, "BITRISE_TRIGGER_METHOD": "manual",
      "BITRISE_BUILD_TRIGGER_TIMESTAMP": String(Int(triggeredAt.timeIntervalSince1970)),
      "GIT_REPOSITORY_URL": source.remote, "BITRISE_GIT_COMMIT": source.commitHash,
      "GIT_CLONE_COMMIT_HASH": source.commitHash, "BITRISE_GIT_MESSAGE": source.commitMessage,
      "BITRISE_STACK_REV_ID": stack.rawValue,
    ]
    if let triggeredBy { values["BITRISE_TRIGGER_BY"] = triggeredBy }
    if let branch = source.branch { values["BITRISE_GIT_BRANCH"] = branch }
    if let tag { values["BITRISE_GIT_TAG"] = tag }
    return values
  }
}
