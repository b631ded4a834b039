import BuildAPI

/// Holds values to the document's shapes, as far as the document's own words go.
struct SchemaCheck {
  let schemas = OpenAPIDocument.schemas

  /// What is wrong with a value, each with its place.
  func faults(_ value: JSONValue, _ schema: JSONValue, at place: String = "$") -> [String] {
    if case .text(let reference)? = schema["$ref"] {
      let name = String(reference.split(separator: "/").last ?? "")
      guard let named = schemas[name] else { return ["\(place): there is no shape \(name)"] }
      return faults(value, named, at: place)
    }
    if case .list(let choices)? = schema["anyOf"] {
      let all = choices.map { faults(value, $0, at: place) }
      return all.contains([]) ? [] : all.min { $0.count < $1.count } ?? []
    }
    var found: [String] = []
    if let type = schema["type"], !Self.isOf(type, value) {
      return ["\(place) is \(value), not \(type)"]
    }
    if case .list(let words)? = schema["enum"], !words.contains(value) {
      found.append("\(place) is \(value), not one of \(words)")
    }
    if case .integer(let number) = value {
      if case .integer(let least)? = schema["minimum"], number < least {
        found.append("\(place) is \(number), below \(least)")
      }
      if case .integer(let most)? = schema["maximum"], number > most {
        found.append("\(place) is \(number), above \(most)")
      }
    }
    if case .text(let text) = value { found += textFaults(text, schema, at: place) }
    if case .list(let items) = value, let item = schema["items"] {
      for (index, entry) in items.enumerated() {
        found += faults(entry, item, at: "\(place)[\(index)]")
      }
    }
    if case .object(let members) = value { found += memberFaults(members, schema, at: place) }
    return found
  }

  private func textFaults(_ text: String, _ schema: JSONValue, at place: String) -> [String] {
    var found: [String] = []
    if case .text(let pattern)? = schema["pattern"],
      let expression = try? Regex(pattern), text.wholeMatch(of: expression) == nil
    {
      found.append("\(place) is \"\(text)\", not \(pattern)")
    }
    if schema["format"] == "date-time", WireTime.date(text) == nil {
      found.append("\(place) is \"\(text)\", no time")
    }
    if case .integer? = schema["minLength"], text.isEmpty { found.append("\(place) is empty") }
    return found
  }

  private func memberFaults(
    _ members: [String: JSONValue], _ schema: JSONValue, at place: String
  ) -> [String] {
    var known: [String: JSONValue] = [:]
    if case .object(let properties)? = schema["properties"] { known = properties }
    var found: [String] = []
    if case .list(let required)? = schema["required"] {
      for case .text(let name) in required where members[name] == nil {
        found.append("\(place).\(name) is missing")
      }
    }
    for (name, value) in members {
      if let shape = known[name] {
        found += faults(value, shape, at: "\(place).\(name)")
      } else if case .object? = schema["additionalProperties"],
        let shape = schema["additionalProperties"]
      {
        found += faults(value, shape, at: "\(place).\(name)")
      } else if schema["additionalProperties"] == false {
        found.append("\(place).\(name) is not described")
      }
    }
    return found
  }

  private static func isOf(_ type: JSONValue, _ value: JSONValue) -> Bool {
    if case .list(let types) = type { return types.contains { isOf($0, value) } }
    return switch (type, value) {
    case ("null", .null), ("boolean", .bool), ("integer", .integer), ("number", .integer),
      ("number", .number), ("string", .text), ("array", .list), ("object", .object):
      true
    default: false
    }
  }
}
