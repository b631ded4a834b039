package import Foundation

/// `GET /openapi.json`: the whole contract, described for programs.
package enum OpenAPIDocument {
  /// As it is sent, made once.
  package static let data: Result<Data, any Error> = Result {
    try WireCoding.encoder().encode(json)
  }

  package static let json: JSONValue = [
    "openapi": "3.1.0",
    "info": [
      "title": "airlock build service",
      "version": "0.1",
      "description": """
      Bitrise's API v0.1 as airlock's own build service speaks it, with the extension for remote \
      access. Fields that Bitrise does not have stand in objects named `airlock`, or on paths of \
      their own.
      """,
    ],
    "servers": [["url": .text(Paths.base)]],
    "tags": .list(
      Contract.areas.map { ["name": .text($0.name), "description": .text($0.description)] }),
    "security": [["token": []], ["bareToken": []]],
    "paths": .object(paths),
    "components": ["schemas": .object(schemas), "securitySchemes": securitySchemes],
  ]

  package static let schemas: [String: JSONValue] =
    Contract.areas.reduce(into: refusals) { all, area in
      all.merge(area.schemas.mapValues { .object($0.json) }) { $1 }
    }

  private static let securitySchemes: JSONValue = [
    "token": [
      "type": "apiKey", "in": "header", "name": "Authorization",
      "description": "`token ` and the token, as Bitrise's command line sends it.",
    ],
    "bareToken": [
      "type": "apiKey", "in": "header", "name": "Authorization",
      "description": "The token alone, as Bitrise's documentation has it.",
    ],
  ]

  private static let refusals: [String: JSONValue] = {
    let message = Schema.text.notEmpty().noted("What was wrong, where, and what to do.")
    let code = Schema.words(RefusalCode.allCases.map(\.rawValue))
      .noted("The reason, for programs; only where a program may want to act on it.")
    let shapes = [
      "Refusal": Schema.object(["message": message], optional: ["code": code]),
      "ProxiedRefusal": .object(
        ["error_msg": message, "message": message], optional: ["code": code]),
      "TriggerRefusal": .object(
        [
          "status": .words("error"), "message": message, "slug": .slug.noted("The app's slug."),
          "service": .words("bitrise"),
        ], optional: ["code": code]),
      "Paging": .object(
        [
          "total_item_count": .count.noted("How many items all pages have together."),
          "page_item_limit": .integer.from(1).upTo(Paging.mostArchivedItems),
        ],
        optional: ["next": .text.noted("Where the next page begins; left out on the last one.")]),
    ]
    return shapes.mapValues { .object($0.json) }
  }()

  private static let paths: [String: JSONValue] =
    Dictionary(grouping: Contract.areas.flatMap { area in area.operations.map { (area, $0) } }) {
      $0.1.path
    }.mapValues { entries in
      .object(
        Dictionary(
          uniqueKeysWithValues: entries.map {
            ($0.1.method.rawValue, .object($0.1.description(in: $0.0)))
          }))
    }
}
