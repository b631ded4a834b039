import Yams

/// Reads values out of a YAML tree and tells the place where one is not what it should be.
struct NodeReader {
  let file: String
  let notes = ReadingNotes()

  /// One entry of a map.
  struct Entry {
    var key: String
    var keyNode: Node
    var value: Node
  }

  func place(of node: Node?) -> ConfigurationPlace {
    ConfigurationPlace(file: file, line: node?.mark?.line, column: node?.mark?.column)
  }

  func fault(_ sentence: String, at node: Node?) -> ConfigurationError {
    place(of: node).fault(sentence)
  }

  /// Notes what is strange and yet no reason not to go on.
  func warn(_ sentence: String, at node: Node?) {
    if !notes.isFull { notes.warnings.append(fault(sentence, at: node)) }
  }

  func text(_ node: Node, of what: String) throws -> String {
    guard case .scalar(let scalar) = node else {
      throw fault("\(what) must be a text, not \(kind(node))", at: node)
    }
    return node.null == nil ? scalar.string : ""
  }

  func bool(_ node: Node, of what: String) throws -> Bool {
    guard let value = node.bool else {
      throw fault("\(what) must be true or false, not \(kind(node))", at: node)
    }
    return value
  }

  /// Seconds: a whole number, 0 or more.
  func seconds(_ node: Node, of what: String) throws -> Int {
    guard let value = node.int, value >= 0 else {
      throw fault("\(what) must be a number of seconds, not \(kind(node))", at: node)
    }
    return value
  }

  func list(_ node: Node, of what: String) throws -> [Node] {
    if node.null != nil { return [] }
    guard case .sequence(let sequence) = node else {
      throw fault("\(what) must be a list, not \(kind(node))", at: node)
    }
    try count(sequence.count, at: node)
    return Array(sequence)
  }

  func texts(_ node: Node, of what: String) throws -> [String] {
    try list(node, of: what).map { try text($0, of: "an entry of \(what)") }
  }

  /// The entries of a map in the order of the text; an empty value counts as an empty map.
  func entries(_ node: Node, of what: String) throws -> [Entry] {
    if node.null != nil { return [] }
    guard case .mapping(let mapping) = node else {
      throw fault("\(what) must be a map, not \(kind(node))", at: node)
    }
    try count(mapping.count, at: node)
    return try mapping.map { key, value in
      Entry(key: try text(key, of: "a key of \(what)"), keyNode: key, value: value)
    }
  }

  func member(_ name: String, of node: Node, called what: String) throws -> Node? {
    try entries(node, of: what).first { $0.key == name }?.value
  }

  func isMap(_ node: Node) -> Bool { node.mapping != nil || node.null != nil }
  func isList(_ node: Node) -> Bool { node.sequence != nil || node.null != nil }
  func isText(_ node: Node) -> Bool { node.scalar != nil }

  func kind(_ node: Node) -> String {
    switch node {
    case .scalar(let scalar): node.null == nil ? "“\(scalar.string.shortened)”" : "nothing"
    case .mapping: "a map"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }

  /// Counts what is walked: aliases can make a small text stand for a huge tree.
  private func count(_ entries: Int, at node: Node) throws {
    notes.entries += entries
    guard notes.entries <= ReadingNotes.limit else {
      throw fault(
        "with its aliases written out, the file has more than \(ReadingNotes.limit) entries",
        at: node)
    }
  }
}

/// What comes up while one file is read.
final class ReadingNotes {
  static let limit = 100_000
  /// Nobody reads more, and looking for slips takes time.
  private static let mostWarnings = 100

  var warnings: [ConfigurationError] = []
  var isFull: Bool { warnings.count >= Self.mostWarnings }
  var entries = 0
}

extension String {
  /// Short enough to stand in a sentence.
  var shortened: String { count <= 60 ? self : prefix(57) + "…" }
}
