import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Writes down what comes, turns away who has no token, and misbehaves where it was told to.
struct SimulatorGate: RouterMiddleware {
  typealias Context = BasicRequestContext

  let simulator: BitriseSimulator
  /// Whether answers are not packed, whatever the client takes.
  @TaskLocal static var isPlain = false

  func handle(
    _ request: Request, context: Context,
    next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    let path = request.uri.path
    let heard = HeardRequest(
      method: request.method.rawValue, path: path, query: request.uri.query ?? "",
      authorization: request.headers[.authorization],
      acceptsGzip: request.headers[.acceptEncoding]?.contains("gzip") ?? false)
    let mischief = simulator.state.withLock { state -> Mischief? in
      state.heard.append(heard)
      guard let index = state.mischief.firstIndex(where: { path.contains($0.path) }) else {
        return nil
      }
      state.mischief[index].left -= 1
      let kind = state.mischief[index].kind
      if state.mischief[index].left <= 0 { state.mischief.remove(at: index) }
      return kind
    }
    let isOpen = ["/archive/", "/files/", "/build/"].contains(where: path.hasPrefix)
    let token = BitriseSimulator.token
    if !isOpen, ![token, "token \(token)"].contains(heard.authorization ?? "") {
      return Answer.message(401, "Unauthorized")
    }
    switch mischief {
    case .status(let status, let body, let headers):
      return Answer.text(status, body, headers: headers)
    case .page(let status):
      return Answer.text(status, Samples.page, type: "text/html; charset=utf-8")
    case .limited(let pause):
      return Answer.text(
        429, #"{"message":"Rate limit exceeded"}"#, headers: ["Retry-After": pause])
    case .slow(let pause): try await Task.sleep(for: pause)
    case .cutOff: return Self.cut(try await next(request, context))
    case .nulls:
      let plain = try await Self.$isPlain.withValue(true) { try await next(request, context) }
      return try await Self.nulled(plain)
    case nil: break
    }
    return try await next(request, context)
  }

  private struct CutOff: Error {}

  private static func cut(_ response: Response) -> Response {
    var response = response
    response.body = ResponseBody(contentLength: 4096) { writer in
      try await writer.write(ByteBuffer(string: #"{"data":[{"slug":"#))
      throw CutOff()
    }
    return response
  }

  /// Every value that is a text, null, or an object's part, but for what names a thing.
  private static func nulled(_ response: Response) async throws -> Response {
    let sink = BytesSink()
    try await response.body.write(sink)
    let value = try JSONSerialization.jsonObject(with: Data(sink.bytes.withLock { $0 }))
    let data = try JSONSerialization.data(withJSONObject: nulled(value))
    return Answer.text(Int(response.status.code), String(decoding: data, as: UTF8.self))
  }

  private static func nulled(_ value: Any) -> Any {
    if let list = value as? [Any] { return list.map(nulled) }
    guard let fields = value as? [String: Any] else { return value }
    let kept: Set<String> = [
      "slug", "build_number", "status", "data", "paging", "repository", "title", "username",
      "total_item_count", "page_item_limit", "execution", "workflows", "steps", "app_id",
      "build_id",
    ]
    return fields.reduce(into: [String: Any]()) { result, field in
      result[field.key] = kept.contains(field.key) ? nulled(field.value) : NSNull()
    }
  }
}
