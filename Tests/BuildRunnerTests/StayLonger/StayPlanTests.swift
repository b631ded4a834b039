import BuildModel
import Foundation
import TestSupport
import Testing
import Yams

@testable import BuildRunner

/// The step that keeps a machine open, put into configurations of many layouts.
@Suite struct StayPlanTests {
  private static func plan(
    _ text: String, failed: Int? = 0, title: String = "Test", seconds: Int = 5400
  ) throws -> StayPlan {
    try StayPlan(
      seconds: seconds, workflow: "test",
      failed: failed.map { Step(index: $0, stepID: "script", title: title, status: .failed) },
      in: text, name: "bitrise.yml")
  }

  private static func steps(_ titles: String...) -> String {
    "workflows:\n  test:\n    steps:\n"
      + titles.map { "    - script: {title: \($0), inputs: [content: x]}\n" }.joined()
  }

  @Test func `it stands after the failed step, and all other lines are as they were`() throws {
    let text = """
      # The app's builds.
      format_version: '13'
      workflows:
        test:
          steps:
          - script@1:   # odd  spacing
              title: Test
              inputs:
              - content: |
                  make test
                  # the script's own comment

          # Tells people.
          - script@1:
              title: Tell
              inputs: [content: tell]

      """
    let plan = try Self.plan(text)
    #expect(plan.after == "Test")
    #expect(
      plan.insertion.diff(name: "bitrise.yml").prefix(9) == [
        "--- a/bitrise.yml", "+++ b/bitrise.yml", "@@ -9,6 +9,24 @@",
        "         - content: |", "             make test",
        "             # the script's own comment", "+    - script@1:",
        "+        title: Stay open for 90 min", "+        is_always_run: true",
      ])
    let steps = try WorkflowPlan(
      Configuration.parse(plan.insertion.text, name: "new"), workflow: "test"
    ).steps
    #expect(steps.map(\.step.title) == ["Test", "Stay open for 90 min", "Tell"])
    #expect(steps[1].step.isAlwaysRun)
    #expect(steps[1].step.noOutputTimeout == 0)
  }

  @Test(arguments: 0..<400) func `whatever the layout, only the step comes in`(seed: Int) throws {
    var layout = RandomLayout(seed: UInt64(seed))
    let text = layout.text()
    let failed = layout.failed
    let plan = try Self.plan(text, failed: failed, title: "Step \(failed)")
    let new = plan.insertion.text
    var lines = new.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    let added = plan.insertion.inserted
    lines.removeSubrange(plan.insertion.linesBefore..<(plan.insertion.linesBefore + added.count))
    let rest = lines.map { String($0) }.joined(separator: "\n")
    #expect(rest == text, "seed \(seed)")
    let old = try #require(try Yams.load(yaml: text) as? [String: Any])
    var changed = try #require(try Yams.load(yaml: new) as? [String: Any])
    let removed = try #require(layout.removingStep(after: failed, from: &changed))
    #expect(NSDictionary(dictionary: old).isEqual(to: changed), "seed \(seed)")
    #expect(removed["is_always_run"] as? Bool == true)
    let inputs = try #require(removed["inputs"] as? [[String: Any]])
    #expect(inputs.first?["content"] as? String == plan.step.script + "\n")
  }

  @Test(arguments: [
    ("steps: [{script: {title: Test, inputs: [content: x]}}]", "in brackets, perhaps"),
    (
      "steps: &a\n    - script: {title: Test, inputs: [content: x]}\n  more: {steps: *a}",
      "by hand"
    ),
    ("steps:\n    - script: {title: Other, inputs: [content: x]}", "no step “Test”"),
    (
      "steps:\n    - script:\n        title: Test\n        inputs: [content: x]\n        description: |\n          y",
      "add one"
    ),
  ]) func `what cannot be added to is refused with a sentence`(
    steps: String, sentence: String
  ) {
    let error = #expect(throws: ConfigurationError.self) {
      // The last one ends without a newline, which belongs to its script.
      try Self.plan("workflows:\n  test:\n    " + steps)
    }
    #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
  }

  @Test func `a build that did not fail gets it at its end, and waits in any case`() throws {
    let text = Self.steps("A", "B")
    let plan = try Self.plan(text, failed: nil)
    #expect(plan.after == "B")
    #expect(!plan.insertion.text.contains("run_if"))
    #expect(try Self.plan(text, failed: 1, title: "B").insertion.text.contains("run_if"))
  }

  @Test func `a step that was moved is found by its title`() throws {
    let text = Self.steps("New", "Test")
    #expect(throws: ConfigurationError.self) { try Self.plan(text, title: "Gone") }
    #expect(
      try StayPlan(
        seconds: 60, workflow: "test",
        failed: Step(index: 5, stepID: "script", title: "Test", status: .failed), in: text,
        name: "n"
      ).after == "Test")
  }

  @Test func `who else waits is said`() throws {
    let text = """
      workflows:
        _setup: {steps: []}
        test:
          steps:
          - bundle::checks: {}
      step_bundles:
        checks:
          steps:
          - script: {title: Test, inputs: [content: x]}

      """
    #expect(try Self.plan(text).remarks.contains { $0.contains("every workflow that uses it") })
  }

  @Test func `a step that waits already is pointed out`() throws {
    let text = """
      workflows:
        test:
          steps:
          - script: {title: Test, inputs: [content: x]}
          - script: {title: Stay open for 90 min, inputs: [content: sleep 5400]}

      """
    #expect(
      try Self.plan(text).remarks.first
        == "“Stay open for 90 min” is there already: both will wait.")
  }
}
