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

extension Response {
  /// A refusal in the shape that the request's operation has.
  static func refusal(
    _ body: ErrorBody, status: HTTPResponse.Status, to request: Request
  ) throws -> Response {
    let operation = Contract.operation(request.method.rawValue, at: request.uri.path)
    return if operation?.refusalShape == .proxied {
      try .json(ProxyErrorBody(body), status: status)
    } else {
      try .json(body, status: status)
    }
  }
}

extension Request {
  /// Larger bodies are refused unread.
  static let mostBytes = 1 << 20

  /// The body as a value.
  ///
  /// - Parameter empty: stands for a missing body, where the contract lets it be missing.
  func decode<Body: Decodable>(_ type: Body.Type, empty: String? = nil) async throws -> Body {
    try checkType()
    var data = try await bytes()
    if data.isEmpty, let empty { data = Data(empty.utf8) }
    guard !data.holdsNull else {
      throw Refusal(.badRequest, "A text in the request's body holds the character U+0000.")
    }
    do {
      return try WireCoding.decoder().decode(type, from: data)
    } catch let error as DecodingError {
      throw Refusal(.badRequest, error.sentence)
    }
  }

  /// The body as it came.
  func bytes() async throws -> Data {
    do {
      return Data(try await body.collect(upTo: Self.mostBytes).readableBytesView)
    } catch let error as any HTTPResponseError {
      throw error
    } catch let error as CancellationError {
      throw error
    } catch {
      throw Refusal(.badRequest, "The request's body broke off, or did not come as HTTP has it.")
    }
  }

  /// Refuses a body that says it is something other than JSON.
  ///
  /// Bitrise's clients send JSON without a type, and through curl as if it were a form.
  private func checkType() throws {
    if let encoding = headers[.contentEncoding], encoding.lowercased() != "identity" {
      throw Refusal(
        .unsupportedMediaType, "The request's body is packed, by \(encoding); send it plain.")
    }
    guard let header = headers[.contentType] else { return }
    let type = header.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
    let isReadable =
      ["application/json", "text/plain", "application/x-www-form-urlencoded", ""].contains(type)
      || type.hasSuffix("+json")
    guard isReadable else {
      throw Refusal(
        .unsupportedMediaType,
        "The request's body is \(type), which the service does not read; send JSON.")
    }
  }

  /// A query parameter, the first of its name; an empty one counts as missing.
  func query(_ name: String) -> String? {
    let pairs = uri.query?.split(separator: "&") ?? []
    for pair in pairs {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard Self.decode(sides[0]) == name else { continue }
      let value = sides.count == 2 ? Self.decode(sides[1]) : ""
      return value.isEmpty ? nil : value
    }
    return nil
  }

  /// As forms are encoded, which is how clients write a query; what is not so stays as it is.
  private static func decode(_ text: Substring) -> String {
    let spaced = String(text.map { $0 == "+" ? " " : $0 })
    return spaced.removingPercentEncoding ?? spaced
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

extension Data {
  /// Whether a JSON text has `\u0000` in it, which programs and file systems end a text at.
  fileprivate var holdsNull: Bool {
    let escape = Data(#"\u0000"#.utf8)
    var rest = self[...]
    while let found = rest.range(of: escape) {
      // Escaped itself, the backslash means nothing.
      let slashes = self[..<found.lowerBound].reversed().prefix { $0 == UInt8(ascii: "\\") }.count
      if slashes.isMultiple(of: 2) { return true }
      rest = self[found.upperBound...]
    }
    return false
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
