import AsyncHTTPClient
import BuildAPI
import BuildModel
import Foundation
import Hummingbird
import Logging
import ServiceLifecycle
import TestSupport
import Testing

@testable import BuildServer

/// A service that runs as `serve` runs it, and what is needed to ask it.
struct RunningService: Sendable {
  let service: BuildService
  let url: URL
  var token: String
  /// Stops the service as SIGTERM does.
  let stop: @Sendable () async -> Void

  func request(_ method: HTTPRequest.Method, _ path: String, _ body: String? = nil)
    -> HTTPClientRequest
  {
    var request = HTTPClientRequest(url: url.absoluteString + Paths.base + path)
    request.method = .init(rawValue: method.rawValue)
    request.headers.add(name: "Authorization", value: "token \(token)")
    if let body { request.body = .bytes(ByteBuffer(string: body)) }
    return request
  }

  func ask(_ method: HTTPRequest.Method, _ path: String, _ body: String? = nil) async throws
    -> Answer
  {
    let response = try await HTTPClient.shared.execute(
      request(method, path, body), timeout: .seconds(30))
    let text = String(buffer: try await response.body.collect(upTo: 16 << 20))
    return Answer(
      status: Int(response.status.code), text: text,
      type: response.headers.first(name: "Content-Type"))
  }

  func get<Body: Decodable>(_ path: String, as type: Body.Type) async throws -> Body {
    try await ask(.get, path).decode(type)
  }

  /// Follows the events, writing them where a test can wait on them, until the service ends.
  func follow(_ text: WaitableText, after id: String? = nil) async throws {
    var request = request(.get, Paths.events)
    if let id { request.headers.add(name: "Last-Event-ID", value: id) }
    let response = try await HTTPClient.shared.execute(request, deadline: .distantFuture)
    for try await part in response.body { text.append(String(buffer: part)) }
  }

  /// Follows the events while the body runs.
  func listening<Result: Sendable>(
    after id: String? = nil, _ body: @escaping @Sendable (WaitableText) async throws -> Result
  ) async throws -> Result {
    let text = WaitableText()
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        do { try await follow(text, after: id) } catch is CancellationError { return }
      }
      let result = try await body(text)
      group.cancelAll()
      return result
    }
  }

  /// Adds a repository as an app.
  func register(_ repository: Repository) async throws -> AppSlug {
    try await ask(
      .post, Paths.registerApp, #"{"repo_url":"\#(repository.path)","is_public":false}"#
    ).decode(RegisterResponse.self).slug
  }

  /// Asks for a build of the default workflow.
  ///
  /// - Parameter more: what the request says besides, beginning with a comma.
  func trigger(_ app: AppSlug, _ more: String = "") async throws -> BuildSlug {
    try await ask(
      .post, Paths.builds(app), #"{"hook_info":{"type":"bitrise"},"build_params":{}\#(more)}"#
    ).decode(TriggerResponse.self).buildSlug
  }

  func build(_ app: AppSlug, _ build: BuildSlug) async throws -> BuildBody {
    try await get(Paths.build(app, build), as: Envelope<BuildBody>.self).data
  }
}

/// Runs a service for as long as the body does, then stops it as SIGTERM does.
func withService<Result: Sendable>(
  _ configuration: ServiceConfiguration, token: String? = nil,
  _ body: @escaping @Sendable (RunningService) async throws -> Result
) async throws -> Result {
  var configuration = configuration
  let (addresses, ready) = AsyncStream.makeStream(of: URL.self)
  configuration.onReady = { url in
    ready.yield(url)
    ready.finish()
  }
  let service = try BuildService(configuration)
  let token =
    if let token { token } else { try await service.makeToken(for: "owner", isAdmin: true) }
  let group = ServiceGroup(
    configuration: ServiceGroupConfiguration(
      services: [
        .init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)
      ], logger: configuration.logger))
  return try await withThrowingTaskGroup(of: Void.self) { tasks in
    tasks.addTask {
      defer { ready.finish() }
      try await group.run()
    }
    guard let url = await addresses.first(where: { _ in true }) else {
      try await tasks.waitForAll()
      throw Bench.Missing(what: "the service's address")
    }
    do {
      let result = try await body(
        RunningService(service: service, url: url, token: token) {
          await group.triggerGracefulShutdown()
        })
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
      return result
    } catch {
      await group.triggerGracefulShutdown()
      throw error
    }
  }
}
