import Yams

/// Reads a `trigger_map`.
struct TriggerParser {
  let reader: NodeReader

  func map(_ node: Node) throws -> TriggerMap? {
    let items = try reader.list(node, of: "trigger_map").flatMap(items)
    return items.isEmpty ? nil : TriggerMap(items: items)
  }

  /// One item, or two where the old form speaks of branches and of pull requests.
  private func items(_ node: Node) throws -> [TriggerMap.Item] {
    var fields: [String: Node] = [:]
    for entry in try reader.entries(node, of: "an entry of trigger_map") {
      KnownKeys.trigger.check(entry, in: "an entry of trigger_map", reader)
      if entry.value.null == nil { fields[entry.key] = entry.value }
    }
    var item = TriggerMap.Item(
      event: .push(nil), target: try target(fields, at: node), place: reader.place(of: node))
    if let enabled = fields["enabled"] {
      item.isEnabled = try reader.bool(enabled, of: "enabled")
    }
    item.message = try pattern("commit_message", fields)
    item.needsMore = ["changed_files", "pull_request_label", "pull_request_comment"]
      .contains { fields[$0] != nil }
    guard let old = try pattern("pattern", fields) else {
      item.event = try event(fields, at: node)
      return [item]
    }
    item.event = .push(old)
    guard let allowed = fields["is_pull_request_allowed"],
      try reader.bool(allowed, of: "is_pull_request_allowed")
    else { return [item] }
    var request = item
    request.event = .pullRequest(source: old, target: nil)
    return [item, request]
  }

  private func target(_ fields: [String: Node], at node: Node) throws -> TriggerMap.Target {
    let workflow = try fields["workflow"].map { try reader.text($0, of: "workflow") }
    let pipeline = try fields["pipeline"].map { try reader.text($0, of: "pipeline") }
    switch (workflow, pipeline) {
    case (let workflow?, nil): return .workflow(workflow)
    case (nil, let pipeline?): return .pipeline(pipeline)
    default:
      throw reader.fault(
        "an entry of trigger_map must name one “workflow” or one “pipeline”", at: node)
    }
  }

  private func event(_ fields: [String: Node], at node: Node) throws -> TriggerMap.Event {
    let type = try fields["type"].map { try reader.text($0, of: "type") }
    let push = try pattern("push_branch", fields)
    let tag = try pattern("tag", fields)
    let source = try pattern("pull_request_source_branch", fields)
    let target = try pattern("pull_request_target_branch", fields)
    let isRequest = source != nil || target != nil
    let kinds = [push != nil, tag != nil, isRequest].filter { $0 }.count
    guard kinds <= 1 else {
      throw reader.fault(
        "an entry of trigger_map must be about a push, a pull request or a tag, not several",
        at: node)
    }
    switch type {
    case "push" where tag == nil && !isRequest: return .push(push)
    case "tag" where push == nil && !isRequest: return .tag(tag)
    case "pull_request" where push == nil && tag == nil:
      return .pullRequest(source: source, target: target)
    case "push", "tag", "pull_request":
      throw reader.fault("the entry's type and its conditions do not belong together", at: node)
    case nil where push != nil: return .push(push)
    case nil where tag != nil: return .tag(tag)
    case nil where isRequest: return .pullRequest(source: source, target: target)
    case nil:
      throw reader.fault(
        "an entry of trigger_map needs a type or a condition, such as “push_branch”", at: node)
    case let other?:
      throw reader.fault(
        "type must be push, pull_request or tag, not “\(other.shortened)”", at: fields["type"])
    }
  }

  private func pattern(_ name: String, _ fields: [String: Node]) throws -> TriggerMap.Pattern? {
    guard let node = fields[name] else { return nil }
    if case .mapping = node {
      guard let expression = try reader.member("regex", of: node, called: name) else {
        throw reader.fault("\(name) must be a pattern, or a map with “regex”", at: node)
      }
      _ = try reader.text(expression, of: "regex")
      return .regularExpression
    }
    let text = try reader.text(node, of: name)
    return text.isEmpty ? nil : .glob(text)
  }
}
