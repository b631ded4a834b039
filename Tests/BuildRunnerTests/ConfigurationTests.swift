import BuildModel
import Testing

@testable import BuildRunner

@Suite struct ConfigurationTests {
  private let configuration: Configuration

  init() throws {
    configuration = try Configuration.parse(
      """
      format_version: '13'
      meta:
        bitrise.io: {stack: linux}
      app:
        envs:
        - GREETING: hello
        - PLAIN: $GREETING
          opts: {is_expand: false}
        - EMPTY: ''
          opts: {skip_if_empty: true}
      workflows:
        test:
          title: Tests
          envs: [{LEVEL: 2}]
          before_run: [_setup]
          after_run: [_end]
          meta:
            bitrise.io: {stack: linux-desktop}
          steps:
          - git-clone@8: {}
          - script@1.2.1:
              title: Run the tests
              is_always_run: true
              is_skippable: yes
              run_if: '{{.IsCI}}'
              timeout: 60
              no_output_timeout: 0
              inputs:
              - content: swift test
              - runner_bin: /bin/sh
              - working_dir: $BITRISE_SOURCE_DIR/app
        _setup:
          envs: [{SET: 1}]
          steps:
          - script: {inputs: [{content: echo setup}]}
        _end:
          steps:
          - script@1: {inputs: [{content: echo end}]}
      """, name: "bitrise.yml")
  }

  @Test func `only workflows a person may run are offered`() {
    #expect(configuration.workflowNames == ["test"])
  }

  @Test func `a workflow's stack wins over the app's`() {
    #expect(configuration.stack(of: "test")?.rawValue == "linux-desktop")
    #expect(configuration.stack(of: "_setup")?.rawValue == "linux")
  }

  @Test func `variables keep their order and their options`() {
    #expect(
      configuration.environment == [
        DeclaredVariable(key: "GREETING", value: "hello"),
        DeclaredVariable(key: "PLAIN", value: "$GREETING", options: .init(isExpand: false)),
        DeclaredVariable(key: "EMPTY", value: "", options: .init(skipIfEmpty: true)),
      ])
  }

  @Test func `a script step is read with all it says`() throws {
    guard case .step(let step) = try #require(configuration.workflow("test")?.entries.last) else {
      Issue.record("the entry is no step")
      return
    }
    #expect(step.id == "script" && step.version == "1.2.1" && step.title == "Run the tests")
    #expect(step.isAlwaysRun && step.isSkippable)
    #expect(step.timeout == 60 && step.noOutputTimeout == 0)
    #expect(step.runIf?.text == "{{.IsCI}}")
    #expect(
      step.work
        == .script(
          .init(
            content: "swift test", runner: "/bin/sh",
            workingFolder: "$BITRISE_SOURCE_DIR/app")))
  }

  @Test func `a plan lists all steps in the order of running`() throws {
    let plan = try WorkflowPlan(configuration, workflow: "test")
    #expect(plan.steps.map(\.index) == [0, 1, 2, 3])
    #expect(plan.steps.map(\.workflow) == ["_setup", "test", "test", "_end"])
    #expect(plan.steps.map(\.step.title) == ["Script", "git-clone", "Run the tests", "Script"])
    #expect(plan.steps.map { $0.environment.map(\.key) } == [["SET"], ["LEVEL"], [], []])
    #expect(plan.environment.map(\.key) == ["GREETING", "PLAIN", "EMPTY", "LEVEL"])
  }
}

@Suite struct PriorityTests {
  @Test func `a workflow's own priority wins over the app's`() throws {
    let configuration = try Configuration.parse(
      "app: {priority: -3}\nworkflows: {a: {}, b: {priority: 100}}\n", name: "bitrise.yml")
    #expect(configuration.priority(of: "a") == -3)
    #expect(configuration.priority(of: "b") == 100)
    #expect(try Configuration.parse("workflows: {a: {}}", name: "c").priority(of: "a") == nil)
  }

  @Test(arguments: ["101", "-101", "soon", "1.5"])
  func `one out of range is told with its place`(value: String) {
    let error = #expect(throws: ConfigurationError.self) {
      try Configuration.parse("workflows:\n  a: {priority: \(value)}\n", name: "bitrise.yml")
    }
    #expect(
      error.map { "\($0)" }
        == "bitrise.yml:2:17: priority must be a whole number from -100 to 100")
  }
}
