import BuildModel
import Yams

/// Reads lists of variables: `envs`, `inputs` and `outputs`, each entry a map of one name and its
/// `opts`.
struct VariableParser {
  let reader: NodeReader

  func variables(_ node: Node, of what: String) throws -> [DeclaredVariable] {
    try reader.list(node, of: what).map { try variable($0, of: what) }
  }

  private func variable(_ node: Node, of what: String) throws -> DeclaredVariable {
    let entries = try reader.entries(node, of: "an entry of \(what)")
    let named = entries.filter { $0.key != "opts" }
    guard let first = named.first, named.count == 1 else {
      throw reader.fault(
        "an entry of \(what) must have one name beside “opts”, not \(named.count)", at: node)
    }
    guard !first.key.isEmpty, !first.key.contains("="), !first.key.utf8.contains(0) else {
      throw reader.fault("“\(first.key)” cannot name a variable", at: first.keyNode)
    }
    var variable = DeclaredVariable(
      key: first.key, value: try reader.text(first.value, of: first.key))
    if let opts = entries.first(where: { $0.key == "opts" })?.value {
      variable.options = try options(opts)
    }
    return variable
  }

  private func options(_ node: Node) throws -> DeclaredVariable.Options {
    var options = DeclaredVariable.Options()
    for entry in try reader.entries(node, of: "opts") {
      let (key, value) = (entry.key, entry.value)
      switch key {
      case "is_expand": options.isExpand = try reader.bool(value, of: key)
      case "is_required": options.isRequired = try reader.bool(value, of: key)
      case "is_sensitive": options.isSensitive = try reader.bool(value, of: key)
      case "is_template": options.isTemplate = try reader.bool(value, of: key)
      case "skip_if_empty": options.skipIfEmpty = try reader.bool(value, of: key)
      case "unset": options.isUnset = try reader.bool(value, of: key)
      case "value_options": options.valueOptions = try reader.texts(value, of: key)
      default: KnownKeys.options.check(entry, in: "opts", reader)
      }
    }
    return options
  }
}
