import BuildAPI
import Foundation
import HTTPTypes
import Testing

/// A request as a client that is not ours sends it, and what the client reads in the answer.
struct RecordedRequest: Sendable, CustomTestStringConvertible {
  /// What a client does with a member: the type it decodes, and whether null will do.
  enum Kind: Sendable {
    case text, number, flag, list, object
    case time
    /// Null or missing is taken for nothing, as in Go, or wherever the type says so.
    indirect case optional(Kind)
  }

  var client: String
  /// Its lines as they go over the wire; `{app}` and the like stand for slugs.
  var text: String
  var status = 200
  /// The place of each member that is read, as in `data.0.slug`.
  var reads: [String: Kind] = [:]

  var testDescription: String { "\(client): \(text.prefix { $0 != "\n" })" }

  /// The request, with slugs in place of their names.
  func parsed(_ slugs: [String: String]) throws -> (
    method: HTTPRequest.Method, path: String, headers: HTTPFields, body: String?
  ) {
    var text = text
    for (name, slug) in slugs { text = text.replacing("{\(name)}", with: slug) }
    let halves = text.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
    let lines = halves[0].split(separator: "\n")
    let words = try #require(lines.first).split(separator: " ")
    var headers: HTTPFields = [:]
    for line in lines.dropFirst() {
      let sides = line.split(separator: ": ", maxSplits: 1)
      headers[try #require(HTTPField.Name(String(sides[0])))] = String(sides[1])
    }
    let path = try #require(words[1].hasPrefix(Paths.base) ? words[1].dropFirst(5) : nil)
    return (
      try #require(HTTPRequest.Method(rawValue: String(words[0]))), String(path), headers,
      halves.count == 2 ? String(halves[1]) : nil
    )
  }

  /// What the client would stumble over.
  func faults(in answer: JSONValue) -> [String] {
    reads.compactMap { place, kind in
      var value: JSONValue? = answer
      for word in place.split(separator: ".") {
        if let index = Int(word) {
          guard case .list(let items)? = value else { return "\(place): no list" }
          value = items.indices.contains(index) ? items[index] : nil
        } else {
          value = value?[String(word)]
        }
      }
      return Self.suits(value, kind) ? nil : "\(place) is \(value.map { "\($0)" } ?? "missing")"
    }
  }

  private static func suits(_ value: JSONValue?, _ kind: Kind) -> Bool {
    switch (kind, value) {
    case (.optional(let kind), let value?): value == .null || suits(value, kind)
    case (.optional, nil): true
    case (.time, .text(let text)): WireTime.date(text) != nil
    case (.text, .text), (.number, .integer), (.flag, .bool), (.list, .list), (.object, .object):
      true
    default: false
    }
  }
}
