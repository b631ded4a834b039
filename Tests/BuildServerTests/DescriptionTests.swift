import BuildAPI
import Foundation
import Testing

@testable import BuildServer

@Suite struct DescriptionTests {
  @Test func `the description has every route, and no other`() async throws {
    let bench = try await Bench()
    let routes = buildRouter(bench.parts).routes.filter { $0.method != .head }
      .map { "\($0.method) \(Self.withoutNames($0.path.description))" }
    let described = Contract.operations.map {
      "\($0.method.rawValue.uppercased()) \(Self.withoutNames(Paths.base + $0.path))"
    }
    #expect(described.sorted() == routes.sorted())
  }

  private static func withoutNames(_ path: String) -> String {
    path.replacing(/\{[^}]*\}/, with: "{}")
  }

  @Test(arguments: Way.allCases)
  func `anybody may read the description`(way: Way) async throws {
    let bench = try await Bench()
    try await bench.call(way) { caller in
      let answer = try await caller.with(nil).get(Paths.openAPI)
      #expect(answer.status == 200)
      let document = try JSONDecoder().decode(JSONValue.self, from: Data(answer.text.utf8))
      #expect(document == OpenAPIDocument.json)
      #expect(document["openapi"] == "3.1.0")
    }
  }

  @Test func `every operation says what it answers when all is well`() {
    for operation in Contract.operations {
      #expect(operation.answers.contains { $0.status < 300 }, "\(operation.id)")
    }
  }

  @Test func `operations have ids of their own`() {
    let ids = Contract.operations.map(\.id)
    #expect(Set(ids).count == ids.count)
  }

  @Test func `every shape that is named stands in the document, and is named`() throws {
    let text = try String(decoding: OpenAPIDocument.data.get(), as: UTF8.self)
    let named = Set(text.matches(of: /"#\/components\/schemas\/(\w+)"/).map { String($0.1) })
    let events = ["BuildEvent", "StepEvent", "LogEvent"]
    #expect(named.union(events) == Set(OpenAPIDocument.schemas.keys))
  }

  @Test func `examples are as their shapes say`() {
    for operation in Contract.operations {
      if let body = operation.body, let example = body.example {
        #expect(SchemaCheck().faults(example, .object(body.schema.json)) == [], "\(operation.id)")
      }
      for answer in operation.answers {
        guard let content = answer.content, let example = answer.example else { continue }
        #expect(
          SchemaCheck().faults(example, .object(content.schema.json)) == [], "\(operation.id)")
      }
    }
  }
}
