import Yams

/// Reads values out of a YAML tree and tells the place where one is not what it should be.
struct NodeReader {
  let file: String

  /// One entry of a map.
  struct Entry {
    var key: String
    var keyNode: Node
    var value: Node
  }

  func fault(_ sentence: String, at node: Node?) -> ConfigurationError {
    ConfigurationError(
      file: file, line: node?.mark?.line, column: node?.mark?.column, sentence: sentence)
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
    return Array(sequence)
  }

  /// The entries of a map in the order of the text; an empty value counts as an empty map.
  func entries(_ node: Node, of what: String) throws -> [Entry] {
    if node.null != nil { return [] }
    guard case .mapping(let mapping) = node else {
      throw fault("\(what) must be a map, not \(kind(node))", at: node)
    }
    return try mapping.map { key, value in
      Entry(key: try text(key, of: "a key of \(what)"), keyNode: key, value: value)
    }
  }

  func member(_ name: String, of node: Node, called what: String) throws -> Node? {
    try entries(node, of: what).first { $0.key == name }?.value
  }

  private func kind(_ node: Node) -> String {
    switch node {
    case .scalar(let scalar): node.null == nil ? "“\(scalar.string)”" : "nothing"
    case .mapping: "a map"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }
}
