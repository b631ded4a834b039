import AsyncHTTPClient
import BuildAPI
import Foundation
import NIOCore

/// The contract, spoken over HTTP.
///
/// Everything it returns is in the words of the build model; every failure is a `ServiceError`.
package final class BuildClient: Sendable {
  package let connection: Connection
  private let http: HTTPClient

  package init(_ connection: Connection) {
    self.connection = connection
    var configuration = HTTPClient.Configuration()
    configuration.timeout.connect = .seconds(5)
    // Longer than the pause between two heartbeats of the event stream.
    configuration.timeout.read = .seconds(45)
    // Whoever asks decides whether to try again; the library would go on until the time is up,
    // and a service that is gone must be noticed, and started anew, at once.
    configuration.connectionPool.retryConnectionEstablishment = false
    http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  // The library insists on being told that it is not needed any more.
  deinit { http.shutdown { [http] _ in _ = http } }

  // MARK: Asking

  func get<Answer: Decodable>(
    _ path: String, query: [String: String] = [:], as type: Answer.Type = Answer.self
  ) async throws -> Answer {
    try decode(try await send(.GET, path, query: query))
  }

  func post<Answer: Decodable>(
    _ path: String, _ body: some Encodable, as type: Answer.Type = Answer.self
  ) async throws -> Answer {
    try decode(try await send(.POST, path, body: WireCoding.encoder().encode(body)))
  }

  func decode<Answer: Decodable>(
    _ data: Data, as type: Answer.Type = Answer.self
  ) throws -> Answer {
    do {
      return try WireCoding.decoder().decode(Answer.self, from: data)
    } catch {
      throw ServiceError(
        .notUnderstood, "\(connection.name) answered something that is not in the contract.")
    }
  }

  func send(
    _ method: HTTPMethodName, _ path: String, query: [String: String] = [:], body: Data? = nil
  ) async throws -> Data {
    var request = self.request(method, path, query: query)
    if let body {
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = .bytes(ByteBuffer(bytes: body))
    }
    let response = try await execute(request, timeout: .seconds(30))
    let data: Data
    do {
      data = Data(try await response.body.collect(upTo: 64 << 20).readableBytesView)
    } catch {
      throw unreachable(error)
    }
    guard (200..<300).contains(response.status.code) else {
      throw refusal(status: Int(response.status.code), body: data)
    }
    return data
  }

  /// Opens a response whose body goes on; throws as `send` does.
  func open(_ path: String, headers: [String: String]) async throws -> HTTPClientResponse.Body {
    var request = self.request(.GET, path)
    for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
    let response = try await execute(request, timeout: .seconds(30))
    guard response.status == .ok else {
      let body = (try? await response.body.collect(upTo: 1 << 20)) ?? ByteBuffer()
      let data = Data(body.readableBytesView)
      throw refusal(status: Int(response.status.code), body: data)
    }
    return response.body
  }

  func unreachable(_ error: any Error) -> any Error {
    if error is CancellationError { return error }
    return ServiceError(
      .unreachable,
      "\(connection.name) does not answer at \(connection.url.absoluteString): \(reason(error)).")
  }

  private func request(
    _ method: HTTPMethodName, _ path: String, query: [String: String] = [:]
  ) -> HTTPClientRequest {
    var components = URLComponents()
    components.path = Paths.base + path
    if !query.isEmpty {
      components.queryItems = query.sorted { $0.key < $1.key }
        .map { URLQueryItem(name: $0.key, value: $0.value) }
    }
    var request = HTTPClientRequest(
      url: connection.url.absoluteString + (components.string ?? components.path))
    request.method = .init(rawValue: method.rawValue)
    request.headers.add(name: "Authorization", value: "token \(connection.token.text)")
    request.headers.add(name: "Accept", value: "application/json")
    return request
  }

  private func execute(
    _ request: HTTPClientRequest, timeout: TimeAmount
  ) async throws -> HTTPClientResponse {
    do {
      return try await http.execute(request, timeout: timeout)
    } catch {
      throw unreachable(error)
    }
  }

  private func reason(_ error: any Error) -> String {
    switch error {
    case let error as HTTPClientError where error == .connectTimeout: "no connection in 5 s"
    case is HTTPClientError: "the connection broke off"
    default: "nobody listens there"
    }
  }

  private func refusal(status: Int, body: Data) -> ServiceError {
    let error = try? WireCoding.decoder().decode(ErrorBody.self, from: body)
    let said = error?.message ?? ""
    return switch status {
    case 401:
      ServiceError(.unauthorized, "\(connection.name) does not accept this token.")
    case 404:
      ServiceError(.notFound, said.isEmpty ? "Not found, or no access to it." : said)
    case 400..<500:
      ServiceError(.refused(error?.code), said.isEmpty ? "Refused (status \(status))." : said)
    default:
      ServiceError(
        .serverFault,
        "\(connection.name) failed (status \(status)). \(said)".trimmingCharacters(in: .whitespaces)
      )
    }
  }
}

/// The methods the contract uses.
enum HTTPMethodName: String, Sendable {
  case GET, POST, PUT, DELETE
}
