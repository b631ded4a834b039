import BuildModel
import Testing

@testable import BuildRunner

@Suite struct TriggerMapTests {
  private func workflow(_ map: String, for trigger: BuildTrigger) throws -> String? {
    let text =
      "trigger_map:\n\(map)\n"
      + "workflows: {main: {}, feature: {}, request: {}, release: {}, _tool: {}}"
    return try Configuration.parse(text, name: "bitrise.yml").defaultWorkflow(for: trigger)
  }

  private static let map = """
    - {push_branch: old, workflow: request, enabled: false}
    - {push_branch: main, workflow: main}
    - {push_branch: "feature/*", workflow: feature}
    - {pull_request_source_branch: "hotfix/*", pull_request_target_branch: main, workflow: release}
    - {pull_request_target_branch: "*", workflow: request}
    - {tag: "v*.*", workflow: release}
    - {type: push, commit_message: "*[release]*", workflow: release}
    """

  @Test(
    arguments: [
      ("main", nil, nil, "main"), ("feature/a/b", nil, nil, "feature"), ("old", nil, nil, nil),
      ("other", nil, nil, nil), ("other", nil, "fix [release] now", "release"),
      ("main", "v1.2", nil, "release"), (nil, "v1", nil, nil),
    ] as [(String?, String?, String?, String?)])
  func `the first item that matches decides`(
    branch: String?, tag: String?, message: String?, expected: String?
  ) throws {
    let trigger = BuildTrigger(branch: branch, tag: tag, commitMessage: message)
    #expect(try workflow(Self.map, for: trigger) == expected)
  }

  @Test(arguments: [
    ("hotfix/1", "main", "release"), ("hotfix/1", "dev", "request"), ("main", "main", "request"),
  ])
  func `a pull request is matched by its branches only`(
    source: String, target: String, expected: String
  ) throws {
    let trigger = BuildTrigger(branch: source, pullRequest: PullRequest(targetBranch: target))
    #expect(try workflow(Self.map, for: trigger) == expected)
  }

  @Test func `the old form speaks of pushes, and of pull requests where it says so`() throws {
    let map = """
      - {pattern: "a*", is_pull_request_allowed: true, workflow: main}
      - {pattern: "*", workflow: feature}
      """
    #expect(try workflow(map, for: BuildTrigger(branch: "abc")) == "main")
    #expect(try workflow(map, for: BuildTrigger(branch: "b")) == "feature")
    let request = PullRequest(targetBranch: "x")
    #expect(try workflow(map, for: BuildTrigger(branch: "abc", pullRequest: request)) == "main")
    #expect(try workflow(map, for: BuildTrigger(branch: "b", pullRequest: request)) == nil)
  }

  @Test(arguments: [
    (
      "- {push_branch: main, pipeline: all}",
      "bitrise.yml:2:3: the trigger map starts the pipeline “all” here; airlock runs single"
        + " workflows, so name one"
    ),
    (
      "- {push_branch: main, workflow: _tool}",
      "bitrise.yml:2:3: the trigger map starts the workflow “_tool” here, which is none that can"
        + " be run"
    ),
    (
      "- {push_branch: {regex: 'm.*'}, workflow: main}",
      "bitrise.yml:2:3: this trigger has a “regex” condition, which airlock does not carry out;"
        + " write a pattern with “*”, or name the workflow to run"
    ),
    (
      "- {push_branch: a}",
      "bitrise.yml:2:3: an entry of trigger_map must name one “workflow” or one “pipeline”"
    ),
    (
      "- {push_branch: a, tag: b, workflow: main}",
      "bitrise.yml:2:3: an entry of trigger_map must be about a push, a pull request or a tag,"
        + " not several"
    ),
    (
      "- {type: tag, push_branch: a, workflow: main}",
      "bitrise.yml:2:3: the entry's type and its conditions do not belong together"
    ),
    (
      "- {type: comet, workflow: main}",
      "bitrise.yml:2:10: type must be push, pull_request or tag, not “comet”"
    ),
    (
      "- {workflow: main}",
      "bitrise.yml:2:3: an entry of trigger_map needs a type or a condition, such as"
        + " “push_branch”"
    ),
  ])
  func `what cannot be decided is told in one sentence`(map: String, expected: String) {
    let error = #expect(throws: ConfigurationError.self) {
      try workflow(map, for: BuildTrigger(branch: "main"))
    }
    #expect(error?.description == expected)
  }

  @Test(
    arguments: [
      ("{only: {}}", "only"), ("{primary: {}, other: {}}", "primary"), ("{a: {}, b: {}}", nil),
    ] as [(String, String?)])
  func `without a map the workflow that stands out is taken`(
    workflows: String, expected: String?
  ) throws {
    let configuration = try Configuration.parse("workflows: \(workflows)", name: "bitrise.yml")
    #expect(try configuration.defaultWorkflow(for: BuildTrigger(branch: "x")) == expected)
  }

  @Test func `a pattern full of stars is no work`() throws {
    let stars = String(repeating: "*a", count: 5000)
    let branch = String(repeating: "a", count: 4999) + "b"
    #expect(
      try workflow(
        "- {push_branch: '\(stars)', workflow: main}", for: BuildTrigger(branch: branch)) == nil)
  }
}
