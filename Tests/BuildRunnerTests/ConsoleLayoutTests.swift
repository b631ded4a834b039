import BuildModel
import Foundation
import Testing

@testable import BuildRunner

@Suite struct ConsoleLayoutTests {
  private let start = Date(timeIntervalSince1970: 1_700_000_000)

  private func step(
    _ index: Int, _ title: String, _ status: StepStatus, seconds: TimeInterval? = nil,
    code: Int? = nil
  ) -> Step {
    Step(
      index: index, stepID: "script", title: title, status: status,
      startedAt: seconds.map { _ in start }, finishedAt: seconds.map { start + $0 },
      exitCode: code)
  }

  @Test func `a step opens with a box of its facts`() {
    #expect(
      ConsoleLayout.opening(of: step(0, "Run\ntests", .running), version: "1.2.1", at: start) == """
        +------------------------------------------------------------------------------+
        | (0) Run tests                                                                |
        +------------------------------------------------------------------------------+
        | id: script                                                                   |
        | version: 1.2.1                                                               |
        | collection:                                                                  |
        | toolkit: bash                                                                |
        | time: 2023-11-14T22:13:20Z                                                   |
        +------------------------------------------------------------------------------+
        |                                                                              |

        """)
  }

  @Test func `a failed step closes with its exit code and duration`() {
    let closing = ConsoleLayout.closing(
      of: step(1, "Tests", .failed, seconds: 12.34, code: 7), isLast: false)
    #expect(
      closing == """
        |                                                                              |
        +---+---------------------------------------------------------------+----------+
        | \u{1b}[31;1mx\u{1b}[0m | \u{1b}[31;1mTests (exit code: 7)\u{1b}[0m                                          | 12.3 sec |
        +---+---------------------------------------------------------------+----------+

                                                  ▼


        """)
  }

  @Test func `the summary lists every step and the time of all`() {
    let long = String(repeating: "long ", count: 20)
    let summary = ConsoleLayout.summary(
      workflow: "primary",
      steps: [
        step(0, "Script", .success, seconds: 0.5),
        step(1, long, .failedSkippable, seconds: 90, code: 1),
        step(2, "Deploy", .skipped),
      ])
    let plain = summary.replacing(#/\x1b\[[0-9;]*m/#, with: "")
    #expect(
      plain == """

        +------------------------------------------------------------------------------+
        |                           bitrise summary: primary                           |
        +---+---------------------------------------------------------------+----------+
        |   | title                                                         | time (s) |
        +---+---------------------------------------------------------------+----------+
        | ✓ | Script                                                        | 0.50 sec |
        +---+---------------------------------------------------------------+----------+
        | ! | long long long long long long long long lon... (exit code: 1) | 90.0 sec |
        +---+---------------------------------------------------------------+----------+
        | - | Deploy                                                        | 0.00 sec |
        +---+---------------------------------------------------------------+----------+
        | Total runtime: 90.5 sec                                                      |
        +------------------------------------------------------------------------------+

        """)
  }

  @Test(arguments: [
    (0.0, "0.00 sec"), (9.994, "9.99 sec"), (9.996, "10.0 sec"), (99.96, "100 sec"),
    (999.6, "16.7 min"), (5997.0, "1.7 h"),
  ])
  func `a duration fits eight characters`(seconds: TimeInterval, expected: String) {
    #expect(ConsoleLayout.text(seconds: seconds) == expected)
  }
}
