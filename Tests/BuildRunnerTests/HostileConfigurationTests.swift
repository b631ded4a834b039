import Testing

@testable import BuildRunner

/// Texts made to hurt whoever reads them: each ends in one sentence, and soon.
@Suite(.timeLimit(.minutes(1))) struct HostileConfigurationTests {
  private func fault(_ text: String) -> String? {
    #expect(throws: ConfigurationError.self) {
      try Configuration.parse(text, name: "bitrise.yml")
    }?.description
  }

  /// `&b [*a, *a, …]`, each line ten times the one before.
  private static func laughs(_ levels: Int, first: String = "ha") -> String {
    let names = (0...levels).map { "l\($0)" }
    var lines = ["l0: &l0 \(first)"]
    for level in 1...levels {
      let ten = [String](repeating: "*\(names[level - 1])", count: 10).joined(separator: ", ")
      lines.append("\(names[level]): &\(names[level]) [\(ten)]")
    }
    return lines.joined(separator: "\n")
  }

  @Test func `aliases of aliases that nobody reads do no harm`() throws {
    let text = Self.laughs(30) + "\nworkflows: {primary: {}}"
    #expect(try Configuration.parse(text, name: "bitrise.yml").workflowNames == ["primary"])
  }

  @Test func `aliases of aliases that are read are refused`() {
    #expect(
      fault(Self.laughs(9) + "\nworkflows: {primary: {steps: *l9}}")
        == "bitrise.yml:9:5: a step must be a map, not a list")
    let wide = [String](repeating: "{A: 1}", count: 400).joined(separator: ", ")
    let workflows = (0..<400).map { "  w\($0): {envs: *e}" }.joined(separator: "\n")
    #expect(
      fault("x: &e [\(wide)]\nworkflows:\n\(workflows)")
        == "bitrise.yml:1:4: with its aliases written out, the file has more than 100000 entries")
  }

  @Test(arguments: ["? *l9\n: x", "*l9 : x", "{[*l9]: x}", "[[*l9]] : x"])
  func `aliases of aliases are no key of a map`(key: String) {
    #expect(
      fault(Self.laughs(9) + "\n" + key)?.contains(
        "a map's key must be a plain text where the file has this many aliases") == true)
  }

  @Test func `an alias within its own anchor is no loop`() {
    #expect(fault("a: &a [*a]") == "bitrise.yml:1:8: this is not YAML: found undefined alias")
  }

  @Test func `a file that is too large is not even looked into`() {
    #expect(
      fault(String(repeating: "[", count: 10 << 20)) == "bitrise.yml: the file is larger than 1 MiB"
    )
  }

  @Test(arguments: ["[", "{a: ", "- ", "? "])
  func `what is nested deeper than anybody means is refused`(sign: String) {
    let text = String(repeating: sign, count: 100_000)
    #expect(fault(text)?.hasPrefix("bitrise.yml:") == true)
  }

  @Test(arguments: [
    (
      "workflows:\n\tprimary: {}",
      "bitrise.yml:2:1: this is not YAML: found character that cannot start any token"
    ),
    (
      "workflows:\n  a: \u{0}",
      "bitrise.yml:2:6: this is not YAML: control characters are not allowed"
    ),
    (
      "--- {}\n--- {}",
      "bitrise.yml:2:1: this is not YAML: but found another document"
    ),
    (
      "workflows: {a: {title: [}}",
      "bitrise.yml:1:25: this is not YAML: did not find expected node content"
    ),
    ("\u{FEFF}", "bitrise.yml: the file is empty; it needs a workflow"),
    ("workflows: {[a]: {}}", "bitrise.yml:1:13: a key of workflows must be a text, not a list"),
    ("&a workflows: *b", "bitrise.yml:1:15: this is not YAML: found undefined alias"),
  ])
  func `what is no configuration is told with its place`(text: String, expected: String) {
    #expect(fault(text) == expected)
  }

  @Test func `what is nested as deep as it may be is read`() throws {
    let deep = String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
    let chain = (0..<990).map { "  w\($0): {before_run: [w\($0 + 1)]}" }
      .joined(separator: "\n")
    let text = "x: \(deep)\nworkflows:\n\(chain)\n  w990: {}"
    let configuration = try Configuration.parse(text, name: "bitrise.yml")
    #expect(try WorkflowPlan(configuration, workflow: "w0").steps == [])
    #expect(ConfigurationCheck(text, name: "bitrise.yml").errors == [])
  }

  @Test func `slips without number are told up to a limit`() {
    let slips = (0..<20_000).map { "titel\($0): x" }.joined(separator: "\n")
    let keys = (0..<300).map { "  a\($0): {titl: x}" }.joined(separator: "\n")
    let check = ConfigurationCheck("\(slips)\nworkflows:\n\(keys)", name: "bitrise.yml")
    #expect(check.errors == [] && check.warnings.count == 100)
  }

  @Test func `workflows that run each other twice end at a limit`() throws {
    let workflows = (0..<40).map { "  _w\($0): {before_run: [_w\($0 + 1), _w\($0 + 1)]}" }
    let text =
      "workflows:\n  primary: {before_run: [_w0]}\n" + workflows.joined(separator: "\n")
      + "\n  _w40: {}"
    let configuration = try Configuration.parse(text, name: "bitrise.yml")
    #expect(
      #expect(throws: ConfigurationError.self) {
        try WorkflowPlan(configuration, workflow: "primary")
      }?.description
        == "bitrise.yml: workflows and bundles run each other more than 1000 times")
  }

  @Test func `bundles that hold each other twice end at a limit`() throws {
    let bundles = (0..<40).map {
      "  b\($0): {steps: [bundle::b\($0 + 1): {}, bundle::b\($0 + 1): {}]}"
    }
    let text =
      "workflows: {primary: {steps: [bundle::b0]}}\nstep_bundles:\n"
      + bundles.joined(separator: "\n") + "\n  b40: {}"
    let configuration = try Configuration.parse(text, name: "bitrise.yml")
    #expect(throws: ConfigurationError.self) {
      try WorkflowPlan(configuration, workflow: "primary")
    }
  }

  @Test(arguments: [
    String(repeating: "(", count: 200_000), ".IsCI" + String(repeating: "|not", count: 200_000),
  ])
  func `a run_if nested without end is refused`(condition: String) {
    #expect(
      fault("workflows: {a: {steps: [{script: {run_if: '\(condition)'}}]}}")?.hasSuffix(
        "…” has more than 50 “(” and “|”") == true)
  }
}
