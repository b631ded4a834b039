import Yams

/// A theme's file as YAML sees it.
struct ThemeDocument {
  let root: ThemeNode

  init(yaml: String, file: String) throws(ThemeError) {
    do {
      // The basic resolver takes every scalar as text; the default one tries a dozen regular
      // expressions on each, which takes three times as long, before the first screen.
      guard let node = try Yams.compose(yaml: yaml, .basic) else {
        throw ThemeError(file: file, line: nil, column: nil, sentence: "the file is empty")
      }
      root = ThemeNode(node: node, file: file)
    } catch {
      throw Self.explained(error, file: file)
    }
  }

  private static func explained(_ error: any Error, file: String) -> ThemeError {
    switch error {
    case let error as ThemeError: error
    case YamlError.scanner(_, let problem, let mark, _),
      YamlError.parser(_, let problem, let mark, _),
      YamlError.composer(_, let problem, let mark, _):
      ThemeError(file: file, line: mark.line, column: mark.column, sentence: problem)
    case YamlError.duplicatedKeysInMapping(let keys, let context):
      ThemeError(
        file: file, line: context.mark.line, column: context.mark.column,
        sentence: "given twice: \(keys.map { "\($0)" }.joined(separator: ", "))")
    default: ThemeError(file: file, line: nil, column: nil, sentence: "\(error)")
    }
  }
}

/// A part of a theme's file that knows its place.
struct ThemeNode {
  fileprivate let node: Node
  fileprivate let file: String

  func error(_ sentence: String) -> ThemeError {
    ThemeError(
      file: file, line: node.mark?.line, column: node.mark?.column, sentence: sentence)
  }

  func unknown(_ name: String, among known: [String], what: String) -> ThemeError {
    let names = known.sorted().joined(separator: ", ")
    return error("there is no \(what) '\(name)'; there are \(names)")
  }

  func text() throws(ThemeError) -> String {
    guard case .scalar(let scalar) = node else { throw error("this must be a single word") }
    return scalar.string
  }

  func items() throws(ThemeError) -> [ThemeNode] {
    guard case .sequence(let sequence) = node else { throw error("this must be a list: [a, b]") }
    return sequence.map { ThemeNode(node: $0, file: file) }
  }

  func pairs() throws(ThemeError) -> [(String, ThemeNode)] {
    guard case .mapping(let mapping) = node else { throw error("this must be `name: value`") }
    var pairs: [(String, ThemeNode)] = []
    for (key, value) in mapping {
      pairs.append(
        (try ThemeNode(node: key, file: file).text(), ThemeNode(node: value, file: file)))
    }
    return pairs
  }

  /// The named parts; refuses a name that means nothing, which is mostly a slip of the keyboard.
  func fields(known: [String]) throws(ThemeError) -> ThemeFields {
    guard case .mapping(let mapping) = node else { throw error("this must be `name: value`") }
    var fields: [String: ThemeNode] = [:]
    for (key, value) in mapping {
      let keyNode = ThemeNode(node: key, file: file)
      let name = try keyNode.text()
      guard known.contains(name) else {
        throw keyNode.unknown(name, among: known, what: "field")
      }
      fields[name] = ThemeNode(node: value, file: file)
    }
    return ThemeFields(fields: fields, owner: self)
  }
}

/// The named parts of a part.
struct ThemeFields {
  fileprivate let fields: [String: ThemeNode]
  fileprivate let owner: ThemeNode

  subscript(name: String) -> ThemeNode? { fields[name] }

  func required(_ name: String) throws(ThemeError) -> ThemeNode {
    guard let node = fields[name] else { throw owner.error("'\(name)' is missing here") }
    return node
  }
}
