import Yams

/// The part of a `bitrise.yml` that one workflow rests on, in a form made for comparing.
///
/// Neither spaces, comments, quotes nor the order of keys count; what other workflows do, or when
/// builds are triggered, does not count either.
package struct EffectiveText: Sendable {
  /// What every workflow rests on.
  private static let common: Set = [
    "app", "containers", "default_step_lib_source", "include", "meta", "services",
    "step_bundles", "tools",
  ]

  private let common: [String: String]
  private let workflows: [String: Workflow]

  private struct Workflow {
    var text: String
    var others: [String]
  }

  /// - Throws: what is wrong with the YAML.
  package init(_ text: String) throws {
    let entries = try Yams.compose(yaml: text)?.mapping.map(Array.init) ?? []
    var common: [String: String] = [:]
    var workflows: [String: Workflow] = [:]
    for (key, value) in entries {
      guard let key = key.string else { continue }
      if Self.common.contains(key) { common[key] = Self.canonical(value) }
      guard key == "workflows" else { continue }
      for (id, workflow) in value.mapping ?? [:] {
        guard let id = id.string else { continue }
        let others = ["before_run", "after_run"].flatMap { name in
          workflow.mapping?[name]?.sequence?.compactMap(\.string) ?? []
        }
        workflows[id] = Workflow(text: Self.canonical(workflow), others: others)
      }
    }
    self.common = common
    self.workflows = workflows
  }

  package func text(of workflow: String) -> String {
    var reached: [String: String] = [:]
    var next = [workflow]
    while let id = next.popLast() {
      guard reached[id] == nil, let found = workflows[id] else { continue }
      reached[id] = found.text
      next += found.others
    }
    let parts = common.map { ($0, $1) } + reached.map { ("workflows.\($0)", $1) }
    return parts.sorted { $0.0 < $1.0 }.map { "\($0): \($1)\n" }.joined()
  }

  private static func canonical(_ node: Node) -> String {
    switch node {
    case .scalar(let scalar): node.null == nil ? quoted(scalar.string) : "~"
    case .sequence(let sequence): "[" + sequence.map(canonical).joined(separator: ",") + "]"
    case .mapping(let mapping):
      "{" + mapping.map { canonical($0) + ":" + canonical($1) }.sorted().joined(separator: ",")
        + "}"
    case .alias(let alias): "*" + quoted("\(alias.anchor)")
    }
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
