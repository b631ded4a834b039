import Testing

@testable import BuildRunner

@Suite struct RunConditionTests {
  private static let facts = RunCondition.Facts(
    isBuildFailed: true, isCI: true, isPullRequest: false,
    environment: ["KEEP": "1", "PATHS": "a/b,c/d", "EMPTY": ""])

  @Test(arguments: [
    (".IsCI", true), ("{{.IsCI}}", true), ("{{ .IsPR }}", false), (".IsBuildFailed", true),
    (".IsBuildOK", false), (#"enveq "KEEP" "1""#, true), (#"{{enveq "KEEP" "2"}}"#, false),
    (#"envcontain "PATHS" "c/""#, true), (#"getenv "KEEP""#, true), (#"getenv "NONE""#, false),
    ("not .IsPR", true), ("and .IsCI .IsBuildOK", false), ("or .IsPR .IsCI", true),
    (#"and (not .IsPR) (enveq "KEEP" "1")"#, true), (#"getenv "KEEP" | eq "1""#, true),
    (#"{{getenv "EMPTY" | ne ""}}"#, false), ("true", true), ("false", false), ("YES", true),
  ])
  func `a condition holds or not`(text: String, expected: Bool) throws {
    #expect(try RunCondition(text).holds(Self.facts) == expected)
  }

  @Test(arguments: [
    (#"enveq "KEEP""#, "gives “enveq” 1 values, which takes 2"),
    ("and (.IsCI", "lacks a “)”"), (".IsCI)", "has a “)” too many"),
    (#"getenv "KEEP"#, "has a text without its closing quote"),
    ("{{if .IsCI}}true{{end}}", "must be one expression in “{{ }}”"),
    (".IsCI .IsPR", "must begin with a function or a field"),
    ("{{}}", "ends too early"),
  ])
  func `what cannot be read is told`(text: String, expected: String) {
    let problem = #expect(throws: RunCondition.Problem.self) { try RunCondition(text) }
    #expect(problem?.sentence == expected)
  }
}
