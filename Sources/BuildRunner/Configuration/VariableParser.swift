import BuildModel
import Yams

/// Reads lists of variables: `envs` and `inputs`, each entry a map of one name and its `opts`.
struct VariableParser {
  let reader: NodeReader

  func variables(_ node: Node, of what: String) throws -> [EnvironmentVariable] {
    try reader.list(node, of: what).compactMap { try variable($0, of: what) }
  }

  private func variable(_ node: Node, of what: String) throws -> EnvironmentVariable? {
    let entries = try reader.entries(node, of: "an entry of \(what)")
    let named = entries.filter { $0.key != "opts" }
    guard let first = named.first, named.count == 1 else {
      throw reader.fault(
        "an entry of \(what) must have one name beside “opts”, not \(named.count)", at: node)
    }
    guard !first.key.isEmpty, !first.key.contains("="), !first.key.utf8.contains(0) else {
      throw reader.fault("“\(first.key)” cannot name a variable", at: first.keyNode)
    }
    let value = try reader.text(first.value, of: first.key)
    var isExpand = true
    if let opts = entries.first(where: { $0.key == "opts" })?.value {
      for entry in try reader.entries(opts, of: "opts") {
        let (key, option) = (entry.key, entry.value)
        switch key {
        case "is_expand": isExpand = try reader.bool(option, of: key)
        case "skip_if_empty":
          if try reader.bool(option, of: key), value.isEmpty { return nil }
        default: break  // The others describe the variable to an editor.
        }
      }
    }
    return EnvironmentVariable(key: first.key, value: value, isExpand: isExpand)
  }
}
