import BuildAPI
import BuildDatabase
import Foundation
import Hummingbird

extension Response {
  /// An answer in JSON as the contract has it.
  static func json(
    _ body: some Encodable, status: HTTPResponse.Status = .ok
  ) throws -> Response {
    let data = try WireCoding.encoder().encode(body)
    return Response(
      status: status,
      headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
      body: .init(byteBuffer: ByteBuffer(bytes: data)))
  }
}

extension Request {
  /// Larger bodies are refused unread.
  static let mostBytes = 1 << 20

  /// The body as a value.
  ///
  /// - Parameter empty: stands for a missing body, where the contract lets it be missing.
  func decode<Body: Decodable>(_ type: Body.Type, empty: String? = nil) async throws -> Body {
    var buffer = try await body.collect(upTo: Self.mostBytes)
    var data = Data(buffer.readBytes(length: buffer.readableBytes) ?? [])
    if data.isEmpty, let empty { data = Data(empty.utf8) }
    do {
      return try WireCoding.decoder().decode(type, from: data)
    } catch let error as DecodingError {
      throw Refusal(.badRequest, error.sentence)
    }
  }

  /// A query parameter; an empty one counts as missing.
  func query(_ name: String) -> String? {
    guard let value = uri.queryParameters[Substring(name)], !value.isEmpty else { return nil }
    return String(value)
  }

  func query<Value: LosslessStringConvertible>(
    _ name: String, as type: Value.Type, _ what: String
  ) throws -> Value? {
    guard let text = query(name) else { return nil }
    guard let value = Value(text) else {
      throw Refusal(.badRequest, "\(name) must be \(what), not \"\(text)\".")
    }
    return value
  }

  /// The page that is asked for with `limit` and `next`.
  func page(of most: Int = Paging.mostItems) throws -> PageRequest {
    let what = "a whole number from 1 to \(most)"
    let limit = try query("limit", as: Int.self, what) ?? most
    guard (1...most).contains(limit) else {
      throw Refusal(.badRequest, "limit must be \(what), not \(limit).")
    }
    return PageRequest(limit: limit, next: query("next"))
  }
}

extension Paging {
  init(_ page: StoredPage<some Sendable>, limit: Int) {
    self.init(totalItemCount: page.total, pageItemLimit: limit, next: page.next)
  }
}

extension DecodingError {
  /// What is wrong with a body, for the person who sent it.
  var sentence: String {
    func place(_ path: [any CodingKey]) -> String {
      let keys = path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
      return keys.isEmpty ? "the body" : keys.joined(separator: ".")
    }
    switch self {
    case .keyNotFound(let key, let context):
      return "\(place(context.codingPath + [key])) is missing in the request's body."
    case .typeMismatch(let type, let context):
      return "In the request's body, \(place(context.codingPath)) should be \(Self.word(type))."
    case .valueNotFound(let type, let context):
      return "In the request's body, \(place(context.codingPath)) is null and should be"
        + " \(Self.word(type))."
    case .dataCorrupted(let context):
      return "The request's body is not as it should be at \(place(context.codingPath)):"
        + " \(context.debugDescription)"
    @unknown default: return "The request's body is not as it should be."
    }
  }

  private static func word(_ type: Any.Type) -> String {
    switch type {
    case is String.Type: "a text"
    case is Bool.Type: "true or false"
    case is Int.Type, is Double.Type: "a number"
    case is [String: Any].Type: "an object"
    case is [Any].Type: "a list"
    default: "of another type"
    }
  }
}
