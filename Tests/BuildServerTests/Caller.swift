import BuildAPI
import Foundation
import Hummingbird
import HummingbirdTesting
import Testing

@testable import BuildServer

/// How requests reach the routes: called directly, or over a real socket.
enum Way: CaseIterable {
  case router, live
}

/// Somebody who asks the service.
struct Caller: Sendable {
  let client: any TestClientProtocol
  var token: String?

  func ask(
    _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil,
    headers: HTTPFields = [:]
  ) async throws -> Answer {
    var headers = headers
    if let token { headers[.authorization] = token }
    let answer = try await client.execute(
      uri: Paths.base + path, method: method, headers: headers,
      body: body.map { ByteBuffer(string: $0) }
    ) { response in
      Answer(
        status: response.status.code, text: String(buffer: response.body),
        type: response.headers[.contentType], headers: response.headers)
    }
    Conformance.check(method, path, answer)
    return answer
  }

  func get(_ path: String) async throws -> Answer { try await ask(.get, path) }

  func post(_ path: String, _ body: String? = nil) async throws -> Answer {
    try await ask(.post, path, body)
  }

  func with(_ token: String?) -> Caller { Caller(client: client, token: token) }
}

struct Answer: Sendable {
  var status: Int
  var text: String
  var type: String?
  var headers: HTTPFields = [:]

  func decode<Body: Decodable>(_ type: Body.Type) throws -> Body {
    try WireCoding.decoder().decode(type, from: Data(text.utf8))
  }

  /// The refusal's sentence; fails where the answer is none of that status and code.
  @discardableResult
  func refusal(
    _ status: Int, _ code: RefusalCode? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    #expect(self.status == status, "\(text)", sourceLocation: sourceLocation)
    #expect(type == "application/json; charset=utf-8", sourceLocation: sourceLocation)
    let body = try decode(ErrorBody.self)
    #expect(body.code == code, sourceLocation: sourceLocation)
    #expect(!body.message.isEmpty, sourceLocation: sourceLocation)
    return body.message
  }
}

extension Bench {
  /// Calls the service as the app's owner.
  @discardableResult
  func call<Result>(
    _ way: Way, _ body: @escaping @Sendable (Caller) async throws -> Result
  ) async throws -> Result {
    let owner = self.owner
    return try await buildApplication(parts).test(way == .router ? .router : .live) { client in
      try await body(Caller(client: client, token: owner))
    }
  }
}
