import BuildAPI
import Foundation
import HTTPTypes
import Testing

/// Holds every answer that a test gets to what the service says of itself.
enum Conformance {
  static func check(_ method: HTTPRequest.Method, _ path: String, _ answer: Answer) {
    let bare = Paths.base + path.prefix { $0 != "?" }
    guard let operation = Contract.operation(method.rawValue, at: bare) else { return }
    let place = "\(method) \(path) (\(operation.id))"
    let described = OpenAPIDocument.json["paths"]?[operation.path]?[operation.method.rawValue]
    guard let response = described?["responses"]?[String(answer.status)] else {
      Issue.record("\(place): status \(answer.status) is not described: \(answer.text)")
      return
    }
    guard case .object(let contents)? = response["content"] else {
      #expect(answer.text.isEmpty, "\(place): \(answer.status) should have no body")
      return
    }
    let type = String(answer.type?.prefix { $0 != ";" } ?? "")
    guard let schema = contents[type]?["schema"] else {
      Issue.record("\(place): \(answer.status) comes as \"\(type)\", not \(contents.keys)")
      return
    }
    guard type == "application/json" else { return }
    do {
      let value = try JSONDecoder().decode(JSONValue.self, from: Data(answer.text.utf8))
      for fault in SchemaCheck().faults(value, schema) {
        Issue.record("\(place): \(answer.status): \(fault)")
      }
    } catch {
      Issue.record("\(place): \(answer.text) is no JSON")
    }
  }
}
