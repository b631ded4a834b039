import Theming

/// Tells the parts of YAML apart, line by line from the top.
///
/// What it takes for a key may be none in a text that is broken off: it is for eyes only.
struct YAMLHighlight {
  /// How deep the key stands whose text fills the lines below it; nil where none does.
  private var blockIndent: Int?

  mutating func pieces(of line: String) -> [(text: String, role: ThemeRole)] {
    let indent = line.prefix { $0 == " " }.count
    let rest = line.dropFirst(indent)
    if let block = blockIndent {
      if rest.isEmpty || indent > block { return [(line, .overlay)] }
      blockIndent = nil
    }
    if rest.hasPrefix("#") { return [(line, .muted)] }
    var pieces = [(text: String(line.prefix(indent)), role: ThemeRole.overlay)]
    var body = rest
    var depth = indent
    while body.hasPrefix("- ") || body == "-" {
      pieces.append((String(body.prefix(2)), .muted))
      depth += 2
      body = body.dropFirst(2)
    }
    if let colon = Self.keyEnd(body) {
      pieces.append((String(body[..<colon]), .accent))
      let value = body[body.index(after: colon)...]
      pieces.append((":", .muted))
      if let first = value.first(where: { $0 != " " }), first == "|" || first == ">" {
        blockIndent = depth - (depth > indent ? 2 : 0)
      }
      return pieces + Self.value(value)
    }
    return pieces + Self.value(body)
  }

  /// Where a key ends: at a colon that a space or the end follows.
  private static func keyEnd(_ text: Substring) -> Substring.Index? {
    guard let first = text.first, first != "\"", first != "'", first != "{", first != "[" else {
      return nil
    }
    var index = text.startIndex
    while let colon = text[index...].firstIndex(of: ":") {
      let next = text.index(after: colon)
      if next == text.endIndex || text[next] == " " { return colon }
      index = next
    }
    return nil
  }

  /// A value and the comment behind it.
  private static func value(_ text: Substring) -> [(text: String, role: ThemeRole)] {
    let isQuoted = text.contains { $0 == "\"" || $0 == "'" }
    let parts = isQuoted ? nil : text.range(of: " #")
    let value = parts.map { text[..<$0.lowerBound] } ?? text
    let comment = parts.map { text[$0.lowerBound...] } ?? ""
    return [(String(value), isQuoted ? .success : .overlay), (String(comment), .muted)]
      .filter { !$0.0.isEmpty }
  }
}

extension Substring {
  /// The first place of a text; nil where it does not stand.
  fileprivate func range(of text: String) -> Range<Index>? {
    var index = startIndex
    while index < endIndex {
      if self[index...].hasPrefix(text) {
        return index..<self.index(index, offsetBy: text.count)
      }
      index = self.index(after: index)
    }
    return nil
  }
}
