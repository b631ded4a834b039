import BuildModel

extension Operation {
  /// The operation as it stands in the document.
  func description(in area: Area) -> [String: JSONValue] {
    var json: [String: JSONValue] = [
      "operationId": .text(id), "tags": [.text(area.name)], "summary": .text(summary),
      "responses": .object(responses),
    ]
    if let description { json["description"] = .text(description) }
    let parameters = pathParameters.map(Self.pathParameter) + query.map(\.json)
    if !parameters.isEmpty { json["parameters"] = .list(parameters) }
    if let body { json["requestBody"] = body.json }
    if !needsToken { json["security"] = [] }
    return json
  }

  private static func pathParameter(_ name: String) -> JSONValue {
    [
      "name": .text(name), "in": "path", "required": true,
      "schema": .object((pathShapes[name] ?? .slug).json),
    ]
  }

  /// The shapes of what paths name otherwise than by a slug.
  private static let pathShapes: [String: Schema] = [
    "user": .text.pattern("^[A-Za-z0-9._@+-]+$").noted("A user's slug or name."),
    "secret-name": .text.pattern("^[A-Za-z_][A-Za-z0-9_]{0,127}$"),
    "role-name": .words(Role.allCases.filter { $0 != .owner }.map(\.rawValue)),
  ]

  private var responses: [String: JSONValue] {
    var all: [String: JSONValue] = [:]
    for answer in answers { all[String(answer.status)] = answer.json }
    for status in refusalStatuses where all[String(status)] == nil {
      all[String(status)] = [
        "description": .text(Self.reason(of: status)),
        "content": [
          "application/json": ["schema": .object(refusalSchema(status).json)]
        ],
      ]
    }
    return all
  }

  private func refusalSchema(_ status: Int) -> Schema {
    switch (refusalShape, status) {
    case (.message, _): .named("Refusal")
    case (.proxied, _): .named("ProxiedRefusal")
    case (.trigger, 400), (.trigger, 403), (.trigger, 415): .named("TriggerRefusal")
    // The disk may be found full before or while the build is taken in.
    case (.trigger, 507): .either(.named("TriggerRefusal"), .named("Refusal"))
    // Who may not even see the app is told so as everywhere else.
    case (.trigger, _): .named("Refusal")
    }
  }

  private static func reason(of status: Int) -> String {
    switch status {
    case 400: "What was sent is not as it should be, or cannot be done now."
    case 401: "There is no token, or it is not good."
    case 403: "The caller's role does not allow it."
    case 404: "There is no such thing, or the caller may not see it."
    case 409: "It cannot be done as things stand."
    case 413: "The body is too large."
    case 415: "The body is of a type that the service does not read."
    case 416: "The file has no such part."
    case 421: "The request was sent to a name that is not this computer's own."
    case 422: "What was sent was understood and found wrong."
    case 429: "Too many requests."
    case 507: "The disk is full: nothing can be started or changed until there is room."
    default: "Something is wrong inside the service."
    }
  }
}

extension Operation.Parameter {
  fileprivate var json: JSONValue {
    var json: [String: JSONValue] = [
      "name": .text(name), "in": .text(place), "schema": .object(schema.json),
      "description": .text(description),
    ]
    if isRequired {
      json["required"] = true
    } else if place == "query" {
      // An empty one counts as missing.
      json["allowEmptyValue"] = true
    }
    return .object(json)
  }
}

extension Operation.Body {
  fileprivate var json: JSONValue {
    var media: [String: JSONValue] = ["schema": .object(schema.json)]
    if let example { media["example"] = example }
    var content: [String: JSONValue] = ["application/json": .object(media)]
    for type in textTypes { content[type] = ["schema": .object(Schema.text.json)] }
    return ["required": .bool(isRequired), "content": .object(content)]
  }
}

extension Operation.Answer {
  fileprivate var json: JSONValue {
    var json: [String: JSONValue] = ["description": .text(description)]
    if let content {
      var media: [String: JSONValue] = ["schema": .object(content.schema.json)]
      if let example { media["example"] = example }
      json["content"] = .object([content.type: .object(media)])
    }
    if !headers.isEmpty {
      json["headers"] = .object(
        headers.mapValues {
          ["schema": .object($0.schema.json), "description": .text($0.description)]
        })
    }
    return .object(json)
  }
}
