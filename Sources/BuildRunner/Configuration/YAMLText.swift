import Yams

/// Reads the text of a file as YAML; whatever the text is, it ends soon and with one sentence.
struct YAMLText {
  /// A configuration of Bitrise's may have 400 KB; what it does not take we need not take either.
  static let limit = 1 << 20

  let file: String

  /// The tree of a text; nil where it holds nothing.
  ///
  /// - Throws: `ConfigurationError` where it is no YAML, or YAML made to hurt.
  func tree(of text: String) throws -> Node? {
    guard text.utf8.count <= Self.limit else {
      throw ConfigurationError(
        file: file, sentence: "the file is larger than \(Self.limit >> 20) MiB")
    }
    if let place = AliasGuard.refusedPlace(in: text) {
      throw ConfigurationError(
        file: file, line: place.line, column: place.column,
        sentence: "a map's key must be a plain text where the file has this many aliases")
    }
    do {
      return try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw fault(error)
    }
  }

  private func fault(_ error: YamlError) -> ConfigurationError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return ConfigurationError(
        file: file, line: mark.line, column: mark.column,
        sentence: "this is not YAML: \(problem)")
    case .reader(let problem, let offset, _, let text):
      let place = offset.map { Self.place(of: $0, in: text) }
      return ConfigurationError(
        file: file, line: place?.line, column: place?.column,
        sentence: "this is not YAML: \(problem)")
    case .duplicatedKeysInMapping(let keys, let context):
      return ConfigurationError(
        file: file, line: context.mark.line, column: context.mark.column,
        sentence: "the key “\(keys.first ?? "")” stands twice in one map")
    default:
      return ConfigurationError(file: file, sentence: "this is not YAML: \(error)")
    }
  }

  /// Line and column of a character, both counted from 1.
  private static func place(of offset: Int, in text: String) -> (line: Int, column: Int) {
    let before = text.unicodeScalars.prefix(offset)
    let line = before.lazy.filter { $0 == "\n" }.count + 1
    return (line, before.reversed().prefix { $0 != "\n" }.count + 1)
  }
}

/// Finds texts in which the library would look into a key for as long as the sun burns.
///
/// It compares the keys of each map, down to the last node of a key that is itself a tree; and
/// a few dozen aliases (`&a [*b, *b]`) can stand for more nodes than there are atoms. Trees that
/// are no keys cost nothing until somebody walks them, and we count our steps.
private enum AliasGuard {
  /// So many aliases can stand for a million nodes, which is no time.
  private static let harmlessAliases = 30

  static func refusedPlace(in text: String) -> (line: Int, column: Int)? {
    let bytes = Array(text.utf8)
    let anchors = Set(names(after: UInt8(ascii: "&"), in: bytes).map { Array(bytes[$0]) })
    guard !anchors.isEmpty else { return nil }
    let aliases = names(after: UInt8(ascii: "*"), in: bytes)
      .filter { anchors.contains(Array(bytes[$0])) }
    guard aliases.count > harmlessAliases, let key = treeAsKey(bytes, aliases) else { return nil }
    let before = bytes[..<key]
    return (
      before.lazy.filter { $0 == UInt8(ascii: "\n") }.count + 1,
      before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1
    )
  }

  /// Where words of letters, digits, `_` and `-` follow a sign that begins something.
  private static func names(after sign: UInt8, in bytes: [UInt8]) -> [Range<Int>] {
    var names: [Range<Int>] = []
    for place in bytes.indices
    where bytes[place] == sign && (place == 0 || isBreak(bytes[place - 1])) {
      let end = bytes[(place + 1)...].firstIndex { !isWord($0) } ?? bytes.count
      if end > place + 1 { names.append((place + 1)..<end) }
    }
    return names
  }

  /// Where an alias is a key (`*a :`), or where a `?` or the end of a flow tree makes one.
  private static func treeAsKey(_ bytes: [UInt8], _ aliases: [Range<Int>]) -> Int? {
    func isKey(endingAt end: Int) -> Bool {
      let next = bytes[end...].first { $0 != UInt8(ascii: " ") }
      return next == UInt8(ascii: ":")
    }
    if let alias = aliases.first(where: { isKey(endingAt: $0.upperBound) }) {
      return alias.lowerBound - 1
    }
    return bytes.indices.first { place in
      switch bytes[place] {
      case UInt8(ascii: "?"): place == 0 || isBreak(bytes[place - 1])
      case UInt8(ascii: "]"), UInt8(ascii: "}"): isKey(endingAt: place + 1)
      default: false
      }
    }
  }

  private static func isBreak(_ byte: UInt8) -> Bool {
    [" ", "\t", "\n", "\r", "[", "{", ",", ":", "-", "?"].map { UInt8(ascii: $0) }.contains(byte)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
