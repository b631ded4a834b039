import BuildModel
import Testing

@testable import BuildRunner

@Suite(.timeLimit(.minutes(1))) struct BundleTests {
  private static let bundles = """
    step_bundles:
      greet:
        envs: [{LEVEL: bundle}]
        inputs: [{NAME: nobody}, {TONE: soft}]
        run_if: '{{enveq "GREET" "yes"}}'
        steps:
        - script@1:
            title: Greet
            inputs: [{content: 'echo "<$LEVEL $NAME $TONE>"; envman add --key GREET --value no'}]
        - script@1:
            title: Again
            inputs: [{content: 'echo "<again $NAME>"; envman add --key NAME --value given'}]
      outer:
        inputs: [{NAME: outer}]
        steps:
        - bundle::greet:
            inputs: [{NAME: 'inner of $NAME'}, {UNKNOWN: x}]
        - script@1: {title: After, inputs: [{content: 'echo "<after $NAME>"'}]}

    """

  @Test func `a bundle's steps stand in its place`() throws {
    let configuration = try Configuration.parse(
      Self.bundles + "workflows: {test: {steps: [bundle::outer, script: {inputs: [content: x]}]}}",
      name: "bitrise.yml")
    let plan = try WorkflowPlan(configuration, workflow: "test")
    #expect(plan.steps.map(\.step.title) == ["Greet", "Again", "After", "Script"])
    #expect(plan.steps.map { $0.bundles.map(\.number) } == [[1, 2], [1, 2], [1], []])
  }

  @Test(arguments: [
    (
      "a: {steps: [bundle::b]}\n  b: {steps: [bundle::a]}",
      "bitrise.yml:4:15: bundles hold each other: “a” → “b” → “a”"
    ),
    ("b: {}", "bitrise.yml:1:31: there is no bundle “a” below “step_bundles:”"),
  ])
  func `bundles that cannot be laid out are told`(bundles: String, expected: String) throws {
    let configuration = try Configuration.parse(
      "workflows: {test: {steps: [{bundle::a: {}}]}}\nstep_bundles:\n  \(bundles)",
      name: "bitrise.yml")
    let error = #expect(throws: ConfigurationError.self) {
      try WorkflowPlan(configuration, workflow: "test")
    }
    // The circle is told where it closes.
    #expect(error?.description.suffix(40) == expected.suffix(40))
  }

  @Test(arguments: RealBuild.drivers)
  func `variables of a bundle are seen by its steps only, what they hand on by all`(
    driver: String
  ) async throws {
    let build = try await RealBuild(
      driver: driver,
      steps: """
        - bundle::outer: {inputs: [{NAME: you}]}
        - bundle::greet: {run_if: 'true'}
        - bundle::greet: {}
        - script@1: {inputs: [{content: 'echo "<${LEVEL-none} $NAME>"'}]}
        """, more: Self.bundles, environment: [.init(key: "GREET", value: "yes")])
    #expect(await build.run.run() == .success)
    // Decided once: that its first step turns the condition off changes nothing for the second.
    #expect(build.log.text.contains("<bundle inner of you soft>\n"))
    #expect(build.log.text.contains("<again inner of you>\n"))
    #expect(build.log.text.contains("<after you>\n"))
    #expect(build.log.text.contains("<bundle nobody soft>\n"))
    #expect(build.log.text.contains("<none given>\n"))
    #expect(
      build.ended.map(\.status) == [
        .success, .success, .success, .success, .success, .skippedWithRunIf, .skippedWithRunIf,
        .success,
      ])
    await build.machine.destroy()
  }
}
