import TestSupport

/// Texts of one configuration in many layouts: indents, comments, blank lines, kinds of scalars,
/// newlines, bundles.
struct RandomLayout {
  private var random: SplitMix64
  private let count: Int
  /// Which step failed.
  let failed: Int
  private let inBundle: Bool

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    count = Int.random(in: 1...4, using: &random)
    failed = Int.random(in: 0..<count, using: &random)
    inBundle = Bool.random(using: &random)
  }

  mutating func text() -> String {
    let outer = pick([1, 2, 4])
    let list = inBundle ? bundleList(outer) : workflowList(outer)
    var lines = ["# A comment: with a colon", "format_version: \"13\""] + list
    if chance { lines.append("meta: {a: [1, 2]}   # flow") }
    let newline = pick(["\n", "\n", "\r\n"])
    return lines.joined(separator: newline) + newline
  }

  /// Takes the step after a given one out of a parsed text; answers its settings.
  func removingStep(after place: Int, from tree: inout [String: Any]) -> [String: Any]? {
    let (area, name) = inBundle ? ("step_bundles", "checks") : ("workflows", "test")
    guard var all = tree[area] as? [String: Any], var one = all[name] as? [String: Any],
      var steps = one["steps"] as? [Any], steps.count == count + 1
    else { return nil }
    let removed = steps.remove(at: place + 1) as? [String: Any]
    one["steps"] = steps
    all[name] = one
    tree[area] = all
    return removed?["script@1"] as? [String: Any]
  }

  private mutating func workflowList(_ outer: Int) -> [String] {
    let margin = String(repeating: " ", count: outer)
    return ["workflows:", margin + "test:"] + steps(outer * 2)
      + (chance ? [margin + "other: {}"] : [])
  }

  private mutating func bundleList(_ outer: Int) -> [String] {
    let margin = String(repeating: " ", count: outer)
    let bundle = ["step_bundles:", margin + "checks:"] + steps(outer * 2)
    let workflow = [
      "workflows:", margin + "test:", margin + margin + "steps:",
      margin + margin + "- bundle::checks: {}",
    ]
    return chance ? bundle + workflow : workflow + bundle
  }

  private mutating func steps(_ indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    let entry = margin + String(repeating: " ", count: pick([0, 0, 2, 3]))
    var lines = [margin + pick(["steps:", "steps:  # all", "\"steps\":"])]
    for number in 0..<count {
      if chance { lines.append(pick(["", entry + "# before", "# at the edge", "   "])) }
      lines += step(number).enumerated().map { $0 == 0 ? entry + "- " + $1 : entry + "  " + $1 }
      if chance { lines.append(pick(["", entry + "    # after", "", "  "])) }
    }
    return lines
  }

  /// Lines of one entry; the first goes behind the dash.
  private mutating func step(_ number: Int) -> [String] {
    let name = pick(["script", "script@1", "script@1.2.0"])
    let title = "Step \(number)"
    switch pick([0, 1, 2, 3, 4]) {
    case 0: return ["\(name): {title: \(title), inputs: [{content: \"a # b\"}]}"]
    case 1:
      return ["\(name):", "    title: \(title)", "    inputs:", "    - content: |-"]
        + ["        echo 1", "", "        # not a comment", "        - script@1:"]
    case 2:
      return ["\(name):   # why", "  title: '\(title)'", "  inputs:", "  - content: >"]
        + ["      folded", "      text # kept"]
    case 3:
      return ["\(name):", "    title: \"\(title)\"", "    inputs:", "    - content: \"two"]
        + ["        lines\"", "      opts:", "        is_expand: false"]
    default:
      return ["\(name):", "    title: \(title)", "    inputs:", "    - content: |+"]
        + ["        keeps", "        what follows", ""]
    }
  }

  private var chance: Bool { mutating get { Bool.random(using: &random) } }

  private mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: values.indices, using: &random)]
  }
}
