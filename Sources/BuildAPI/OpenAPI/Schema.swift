/// The shape of a value on the wire, as JSON Schema of OpenAPI 3.1 has it.
package struct Schema: Sendable, Equatable {
  package private(set) var json: [String: JSONValue]

  private init(_ json: [String: JSONValue]) { self.json = json }

  private func with(_ key: String, _ value: JSONValue) -> Schema {
    var copy = self
    copy.json[key] = value
    return copy
  }
}

extension Schema {
  static let text = Schema(["type": "string"])
  static let flag = Schema(["type": "boolean"])
  static let integer = Schema(["type": "integer"])
  static let number = Schema(["type": "number"])
  /// How many of something there are.
  static let count = integer.from(0)
  static let time = text.format("date-time")
  static let address = text.format("uri")
  /// An object of whatever members.
  static let anyObject = Schema(["type": "object"])

  /// The slug of something: what the service makes is hexadecimal digits and dashes.
  static let slug = text.pattern("^[0-9A-Za-z-]+$")

  static func words(_ words: String...) -> Schema { Schema.words(words) }

  static func words(_ words: [String]) -> Schema {
    text.with("enum", .list(words.map { .text($0) }))
  }

  /// The shape that stands under this name in the document's components.
  static func named(_ name: String) -> Schema {
    Schema(["$ref": .text("#/components/schemas/\(name)")])
  }

  static func list(of item: Schema) -> Schema {
    Schema(["type": "array", "items": .object(item.json)])
  }

  /// An object with these members and no others.
  static func object(_ required: [String: Schema], optional: [String: Schema] = [:]) -> Schema {
    open(required, optional: optional).with("additionalProperties", false)
  }

  /// An object that may have more members than these, as what others send has.
  static func open(_ required: [String: Schema], optional: [String: Schema] = [:]) -> Schema {
    let members = required.merging(optional) { $1 }.mapValues { JSONValue.object($0.json) }
    var schema = Schema(["type": "object", "properties": .object(members)])
    if !required.isEmpty {
      schema = schema.with("required", .list(required.keys.sorted().map { .text($0) }))
    }
    return schema
  }

  static func map(of value: Schema) -> Schema {
    Schema(["type": "object", "additionalProperties": .object(value.json)])
  }

  static func either(_ choices: Schema...) -> Schema {
    Schema(["anyOf": .list(choices.map { .object($0.json) })])
  }

  static func data(_ content: Schema) -> Schema { object(["data": content]) }

  static func page(of item: Schema) -> Schema {
    object(["data": list(of: item), "paging": named("Paging")])
  }
}

extension Schema {
  /// The same, or null where there is no value.
  var orNull: Schema {
    guard let type = json["type"] else { return .either(self, Schema(["type": "null"])) }
    var copy = with("type", .list([type, "null"]))
    if case .list(let words) = json["enum"] { copy = copy.with("enum", .list(words + [.null])) }
    return copy
  }

  func noted(_ sentence: String) -> Schema { with("description", .text(sentence)) }
  func format(_ name: String) -> Schema { with("format", .text(name)) }
  func pattern(_ expression: String) -> Schema { with("pattern", .text(expression)) }
  func from(_ least: Int) -> Schema { with("minimum", .integer(least)) }
  func upTo(_ most: Int) -> Schema { with("maximum", .integer(most)) }
  func atMost(characters: Int) -> Schema { with("maxLength", .integer(characters)) }
  func notEmpty() -> Schema { with("minLength", 1) }
  func preset(_ value: JSONValue) -> Schema { with("default", value) }
}
