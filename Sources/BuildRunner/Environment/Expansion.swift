/// How variables that build on each other become an environment.
package enum Expansion {
  /// Applies the variables one after the other; each sees what came before it.
  package static func environment(
    _ base: [String: String], adding variables: [DeclaredVariable]
  ) -> [String: String] {
    variables.reduce(into: base) { environment, variable in
      if variable.options.isUnset == true {
        environment[variable.key] = nil
      } else if variable.options.skipIfEmpty != true || !variable.value.isEmpty {
        environment[variable.key] =
          variable.isExpand ? expand(variable.value, in: environment) : variable.value
      }
    }
  }

  /// Replaces `$NAME` and `${NAME}`, unknown ones by nothing, as Go's `os.Expand` does for
  /// Bitrise: a `$` before anything else stays.
  package static func expand(_ text: String, in environment: [String: String]) -> String {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
    var result: [UInt8] = []
    var rest = Substring(text).utf8
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "$"), let name = name(&rest) else {
        result.append(byte)
        continue
      }
      result += Array((environment[name] ?? "").utf8)
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Takes the name that follows a `$`; nil where none does.
  private static func name(_ rest: inout Substring.UTF8View) -> String? {
    if rest.first == UInt8(ascii: "{"), let end = rest.firstIndex(of: UInt8(ascii: "}")) {
      let name = rest[rest.index(after: rest.startIndex)..<end]
      rest = rest[rest.index(after: end)...]
      return String(Substring(name))
    }
    let name = rest.prefix { byte in
      byte == UInt8(ascii: "_") || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7a)
        || (byte >= 0x30 && byte <= 0x39)
    }
    guard !name.isEmpty else { return nil }
    rest = rest.dropFirst(name.count)
    return String(Substring(name))
  }
}
