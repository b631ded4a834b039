/// One thing that can be asked of the service: a method on a path, with all it takes and answers.
package struct Operation: Sendable {
  package enum Method: String, Sendable, CaseIterable {
    case get, post, put, patch, delete
  }

  /// Which shape a refusal has.
  package enum RefusalShape: Sendable {
    /// `message`.
    case message
    /// `error_msg`, as Bitrise has it where another of its services answers.
    case proxied
    /// Bitrise's answer to a trigger that failed.
    case trigger
  }

  package struct Answer: Sendable {
    package var status: Int
    package var description: String
    /// Nil for an answer without a body.
    package var content: (type: String, schema: Schema)?
    package var headers: [String: (schema: Schema, description: String)] = [:]
    package var example: JSONValue?
  }

  package struct Body: Sendable {
    package var schema: Schema
    package var example: JSONValue?
    package var isRequired = true
    /// Types besides JSON, in which the body is a plain text.
    package var textTypes: [String] = []
  }

  package var method: Method
  /// Below the base path, with the names of its parameters in braces.
  package var path: String
  /// As Bitrise has it, where Bitrise has the operation.
  package var id: String
  package var summary: String
  package var description: String?
  package var query: [Parameter] = []
  package var body: Body?
  package var answers: [Answer]
  /// Statuses of refusals that do not follow from what the operation takes.
  package var refusals: Set<Int> = []
  package var refusalShape = RefusalShape.message
  /// Whether it is answered without a token.
  package var needsToken = true
}

extension Operation {
  /// A parameter of the query or the header.
  package struct Parameter: Sendable {
    package var name: String
    package var schema: Schema
    package var description: String
    package var isRequired = false
    package var place = "query"
  }

  package var pathParameters: [String] {
    path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
      String($0.dropFirst().dropLast())
    }
  }

  /// Every status that a refusal can have, in order.
  package var refusalStatuses: [Int] {
    var all = refusals.union([421, 500, 507])
    if needsToken { all.insert(401) }
    if body != nil || query.contains(where: { $0.place == "query" }) { all.insert(400) }
    if body != nil { all.formUnion([413, 415]) }
    if !pathParameters.isEmpty { all.insert(404) }
    return all.sorted()
  }
}

// How the areas write their operations down: from the method to what is special.
extension Operation {
  static func get(
    _ path: String, _ id: String, _ summary: String, query: [Parameter] = [],
    _ answer: Answer...
  ) -> Operation {
    Operation(
      method: .get, path: path, id: id, summary: summary, query: query, answers: answer)
  }

  static func delete(
    _ path: String, _ id: String, _ summary: String, query: [Parameter] = [], _ answer: Answer
  ) -> Operation {
    Operation(
      method: .delete, path: path, id: id, summary: summary, query: query, answers: [answer])
  }

  /// - Parameter body: nil where the operation takes none.
  static func post(
    _ path: String, _ id: String, _ summary: String, query: [Parameter] = [], _ body: Body?,
    _ answers: Answer...
  ) -> Operation {
    with(.post, path, id, summary, query, body, answers)
  }

  static func put(
    _ path: String, _ id: String, _ summary: String, _ body: Body?, _ answers: Answer...
  ) -> Operation {
    with(.put, path, id, summary, [], body, answers)
  }

  static func patch(
    _ path: String, _ id: String, _ summary: String, _ body: Body?, _ answer: Answer
  ) -> Operation {
    with(.patch, path, id, summary, [], body, [answer])
  }

  private static func with(
    _ method: Method, _ path: String, _ id: String, _ summary: String, _ query: [Parameter],
    _ body: Body?, _ answers: [Answer]
  ) -> Operation {
    Operation(
      method: method, path: path, id: id, summary: summary, query: query, body: body,
      answers: answers)
  }

  func noted(_ description: String) -> Operation {
    var copy = self
    copy.description = description
    return copy
  }

  /// Refusals that do not follow from what the operation takes.
  func refuses(_ statuses: Int..., as shape: RefusalShape? = nil) -> Operation {
    var copy = self
    copy.refusals.formUnion(statuses)
    if let shape { copy.refusalShape = shape }
    return copy
  }

  var withoutToken: Operation {
    var copy = self
    copy.needsToken = false
    return copy
  }
}

extension Operation.Answer {
  static func json(
    _ schema: Schema, status: Int = 200, _ description: String = "As asked for.",
    example: JSONValue? = nil
  ) -> Self {
    Self(
      status: status, description: description, content: ("application/json", schema),
      example: example)
  }

  static func text(_ type: String, _ description: String) -> Self {
    Self(status: 200, description: description, content: (type, .text))
  }

  static func empty(_ status: Int, _ description: String) -> Self {
    Self(status: status, description: description)
  }

  func header(_ name: String, _ schema: Schema, _ description: String) -> Self {
    var copy = self
    copy.headers[name] = (schema, description)
    return copy
  }
}

extension Operation.Body {
  static func json(
    _ schema: Schema, optional: Bool = false, example: JSONValue? = nil, texts: [String] = []
  ) -> Self {
    Self(schema: schema, example: example, isRequired: !optional, textTypes: texts)
  }
}

extension Operation.Parameter {
  static func query(
    _ name: String, _ schema: Schema, _ description: String, required: Bool = false
  ) -> Self {
    Self(name: name, schema: schema, description: description, isRequired: required)
  }

  static let limit = query(
    "limit", .integer.from(1).upTo(Paging.mostItems).preset(.integer(Paging.mostItems)),
    "How many items a page holds at most.")
  static let next = query(
    "next", .text, "Where the page begins: `paging.next` of the page before, unchanged.")
}
