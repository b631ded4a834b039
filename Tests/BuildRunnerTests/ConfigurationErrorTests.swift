import Testing

@testable import BuildRunner

@Suite struct ConfigurationErrorTests {
  @Test(arguments: [
    ("", "bitrise.yml: the file is empty; it needs a workflow"),
    ("format_version: '13'", "bitrise.yml:1:1: there is no workflow; add one below “workflows:”"),
    ("- a", "bitrise.yml:1:1: the configuration must be a map, not a list"),
    (
      "a: b: c", "bitrise.yml:1:5: this is not YAML: mapping values are not allowed in this context"
    ),
    (
      "workflows:\n  a: {}\n  a: {}",
      "bitrise.yml:2:3: the key “a” stands twice in one map"
    ),
    (
      "workflows:\n  a:\n    steps:\n      script: {}",
      "bitrise.yml:4:7: steps must be a list, not a map"
    ),
    (
      "workflows:\n  a:\n    steps:\n    - script:\n      title: x",
      "bitrise.yml:4:7: a step must have one name, such as “script@1”, not 2;"
        + " indent what belongs to the step further"
    ),
    (
      "workflows:\n  a:\n    steps:\n    - script@1:\n        title: Tests\n",
      "bitrise.yml:4:7: step “Tests” needs the input “content”"
    ),
    (
      "workflows:\n  a:\n    steps:\n    - script@1:\n        is_always_run: maybe\n",
      "bitrise.yml:5:24: is_always_run must be true or false, not “maybe”"
    ),
    (
      "workflows:\n  a:\n    steps:\n    - script@1:\n        timeout: soon\n",
      "bitrise.yml:5:18: timeout must be a number of seconds, not “soon”"
    ),
    (
      "workflows:\n  a:\n    envs:\n    - A: 1\n      B: 2\n",
      "bitrise.yml:4:7: an entry of envs must have one name beside “opts”, not 2"
    ),
    (
      "app:\n  envs:\n  - A=B: 1\nworkflows: {a: {}}",
      "bitrise.yml:3:5: “A=B” cannot name a variable"
    ),
    (
      "workflows:\n  a:\n    steps:\n    - script@1:\n        run_if: .IsMonday\n",
      "bitrise.yml:5:17: run_if “.IsMonday” uses “.IsMonday”; airlock knows .IsCI, .IsPR,"
        + " .IsBuildOK, .IsBuildFailed, getenv, enveq, envcontain, and, or, not, eq, ne"
    ),
  ])
  func `a fault is told in one sentence with its place`(text: String, expected: String) {
    let error = #expect(throws: ConfigurationError.self) {
      try Configuration.parse(text, name: "bitrise.yml")
    }
    #expect(error?.description == expected)
  }

  @Test func `an unknown workflow is answered with those there are`() throws {
    #expect(
      try planError("nightly")
        == "bitrise.yml: there is no workflow “nightly”; there is “test”, “circle”, “foreign”, “lost”, “contained”, “fetched”"
    )
  }

  @Test func `a utility workflow cannot be run by itself`() throws {
    #expect(
      try planError("_setup")
        == "bitrise.yml: “_setup” is a utility workflow, which only serves others; there is “test”, “circle”, “foreign”, “lost”, “contained”, “fetched”"
    )
  }

  @Test func `workflows in a circle are found before anything runs`() throws {
    #expect(
      try planError("circle")
        == "bitrise.yml: workflows run in a circle: “circle” → “_back” → “circle”")
  }

  @Test func `a workflow that runs one which is not there names both`() throws {
    #expect(
      try planError("lost") == "bitrise.yml: workflow “lost” runs “_nowhere”, which does not exist")
  }

  @Test(arguments: [
    (
      "foreign",
      "bitrise.yml:10:7: step “xcode-test@5” needs Bitrise's public step library, which airlock"
        + " does not use; write it as a “script” step"
    ),
    (
      "contained",
      "bitrise.yml:15:7: “with” runs its steps in containers, which airlock does not; write them"
        + " as steps of the workflow"
    ),
    (
      "fetched",
      "bitrise.yml:20:7: step “git::https://host/step.git@main” lies in a repository of its own,"
        + " which airlock does not fetch; copy it into your source and write “path::”"
    ),
  ])
  func `a step that airlock cannot run is named with its place`(
    workflow: String, sentence: String
  ) throws {
    let plan = try WorkflowPlan(configuration, workflow: workflow)
    #expect(plan.refusal?.description == sentence)
  }

  private func planError(_ workflow: String) throws -> String? {
    let configuration = try configuration
    return #expect(throws: ConfigurationError.self) {
      try WorkflowPlan(configuration, workflow: workflow)
    }?.description
  }

  private var configuration: Configuration {
    get throws {
      try Configuration.parse(
        """
        workflows:
          test: {before_run: [_setup]}
          _setup: {}
          circle:
            before_run: [_back]
          _back:
            after_run: [circle]
          foreign:
            steps:
            - xcode-test@5: {}
          lost:
            before_run: [_nowhere]
          contained:
            steps:
            - with:
                container: node
                steps: [script: {}]
          fetched:
            steps:
            - git::https://host/step.git@main: {}
        """, name: "bitrise.yml")
    }
  }
}
