import AsyncHTTPClient
import BuildAPI
package import BuildModel
package import Foundation
import NIOCore
import Synchronization

/// The contract, spoken over HTTP.
///
/// Everything it returns is in the words of the build model; every failure is a `ServiceError`.
package final class BuildClient: Sendable {
  package let connection: Connection
  /// Whether somebody looks, and at what: it sets the pace at which a service without events is
  /// asked.
  package let attention: Attention
  /// Credentials that the person has pasted, for services that tell none.
  package let pasted: PastedAccess
  let logs = LogShelf()
  let learned = LearnedFacts()
  let http: HTTPClient
  private let retry: RetryPolicy
  private let serverTime = ServerTime()
  private let foundOffer = Mutex<ServiceOffer?>(nil)

  /// - Parameters:
  ///   - network: proxies and certificates.
  ///   - retry: for questions that may be repeated.
  package init(
    _ connection: Connection, network: NetworkSettings = NetworkSettings(),
    retry: RetryPolicy = .never, attention: Attention = Attention(),
    pasted: PastedAccess = PastedAccess()
  ) {
    self.connection = connection
    self.retry = retry
    self.attention = attention
    self.pasted = pasted
    var configuration = HTTPClient.Configuration()
    configuration.timeout.connect = .seconds(5)
    // Longer than the pause between two heartbeats of the event stream.
    configuration.timeout.read = .seconds(45)
    // Whoever asks decides whether to try again; the library would go on until the time is up,
    // and a service that is gone must be noticed, and started anew, at once.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.decompression = .enabled(limit: .size(Self.mostBytes))
    // The contract redirects nowhere, and a token must not follow anybody.
    configuration.redirectConfiguration = .disallow
    network.apply(to: &configuration, for: connection.url)
    http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  // The library insists on being told that it is not needed any more.
  deinit { http.shutdown { [http] _ in _ = http } }

  /// More than any answer has but an archived log.
  private static let mostBytes = 1 << 30

  /// What the service's clock shows, as far as its answers told.
  package var serverNow: Date { serverTime.now() }

  /// What the service offers beside Bitrise's contract; asked once, and of Bitrise's own host not
  /// at all.
  package func offer() async throws -> ServiceOffer {
    if let known = foundOffer.withLock({ $0 }) { return known }
    let host = connection.url.host() ?? ""
    let isTheirs = host == "bitrise.io" || host.hasSuffix(".bitrise.io")
    let offer = isTheirs ? ServiceOffer.pageOnly : try await askOffer()
    foundOffer.withLock { $0 = offer }
    return offer
  }

  private func askOffer() async throws -> ServiceOffer {
    do {
      _ = try await get(Paths.windows, as: Envelope<[RemoteAccessBody]>.self)
      return .windows
    } catch let error as ServiceError where !error.isPassing {
      // A path that nobody knows may be answered in many ways; a token that is not good is good
      // for nothing else either.
      if error.code == .unauthorized { _ = try await send(.GET, Paths.me) }
      return .pageOnly
    }
  }

  // MARK: Asking

  func get<Answer: Decodable & Sendable>(
    _ path: String, query: [String: String] = [:], as type: Answer.Type = Answer.self
  ) async throws -> Answer {
    try decode(try await send(.GET, path, query: query))
  }

  /// Asks once and waits for a moment only: for whoever looks again anyway, and has to say at once
  /// that nobody answers.
  func glance<Answer: Decodable & Sendable>(
    _ path: String, query: [String: String] = [:], as type: Answer.Type = Answer.self
  ) async throws -> Answer {
    try decode(try await sendOnce(.GET, path, query: query, body: nil, timeout: .seconds(8)))
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

  /// Asks once, or as often as the policy says where the question may be repeated.
  func send(
    _ method: HTTPMethodName, _ path: String, query: [String: String] = [:], body: Data? = nil
  ) async throws -> Data {
    guard method == .GET else {
      return try await sendOnce(method, path, query: query, body: body)
    }
    return try await retry.run { try await self.sendOnce(method, path, query: query, body: nil) }
  }

  private func sendOnce(
    _ method: HTTPMethodName, _ path: String, query: [String: String], body: Data?,
    timeout: TimeAmount = .seconds(30)
  ) async throws -> Data {
    var request = self.request(method, path, query: query)
    if let body {
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = .bytes(ByteBuffer(bytes: body))
    }
    let response = try await execute(request, timeout: timeout)
    let data = try await collect(response, upTo: 64 << 20)
    guard (200..<300).contains(response.status.code) else { throw refusal(response, data) }
    // Gateways have been seen to send a page with a good status.
    if ServiceError.isPage(data) {
      throw ServiceError(
        .serverFault, "\(connection.name) answered with a web page in place of data.")
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
      throw refusal(response, Data(body.readableBytesView))
    }
    return response.body
  }

  /// Fetches what lies at an address that is good for a while and for everybody: without our
  /// token, which would be refused there, and would be told to another.
  ///
  /// - Throws: `.notFound` where the address is not good any more.
  func fetch(_ address: String) async throws -> Data {
    guard let url = URL(string: address), Self.isSafe(url) else {
      throw ServiceError(
        .notUnderstood, "\(connection.name) names an address for the log that is not https.")
    }
    return try await retry.run {
      var request = HTTPClientRequest(url: address)
      request.headers.add(name: "Accept-Encoding", value: "gzip")
      let response = try await self.execute(request, timeout: .seconds(300), isOurs: false)
      let data = try await self.collect(response, upTo: Self.mostBytes)
      switch response.status.code {
      case 200..<300: return data
      case 400..<500: throw ServiceError(.notFound, "The log's address is not good any more.")
      default:
        throw ServiceError(
          .serverFault, "The log cannot be fetched (status \(response.status.code)).")
      }
    }
  }

  /// Whether an address that a service names may be gone to: by https, or on this computer.
  static func isSafe(_ url: URL) -> Bool {
    guard url.scheme != "https" else { return url.host() != nil }
    return url.scheme == "http" && ["127.0.0.1", "localhost", "::1"].contains(url.host())
  }

  func unreachable(_ error: any Error) -> any Error {
    if error is CancellationError || Task.isCancelled { return CancellationError() }
    return ServiceError(
      .unreachable,
      "\(connection.name) does not answer at \(connection.url.absoluteString): \(reason(error)).")
  }

  private func collect(_ response: HTTPClientResponse, upTo limit: Int) async throws -> Data {
    do {
      return Data(try await response.body.collect(upTo: limit).readableBytesView)
    } catch {
      throw unreachable(error)
    }
  }

  private func request(
    _ method: HTTPMethodName, _ path: String, query: [String: String] = [:]
  ) -> HTTPClientRequest {
    var components = URLComponents()
    components.path = Paths.base + path
    if !query.isEmpty {
      components.queryItems = query.sorted { $0.key < $1.key }
        .map { URLQueryItem(name: $0.key, value: $0.value) }
      // A plus would be read as a blank, and times with an offset have one.
      components.percentEncodedQuery = components.percentEncodedQuery?
        .replacing("+", with: "%2B")
    }
    var request = HTTPClientRequest(
      url: connection.url.absoluteString + (components.string ?? components.path))
    request.method = .init(rawValue: method.rawValue)
    request.headers.add(name: "Authorization", value: "token \(connection.token.text)")
    request.headers.add(name: "Accept", value: "application/json")
    request.headers.add(name: "Accept-Encoding", value: "gzip")
    request.headers.add(name: "User-Agent", value: "airlock")
    return request
  }

  private func execute(
    _ request: HTTPClientRequest, timeout: TimeAmount, isOurs: Bool = true
  ) async throws -> HTTPClientResponse {
    do {
      let response = try await http.execute(request, timeout: timeout)
      if isOurs { serverTime.observe(response.headers.first(name: "Date")) }
      return response
    } catch {
      throw unreachable(error)
    }
  }

  private func reason(_ error: any Error) -> String {
    switch error {
    case let error as HTTPClientError where error == .connectTimeout: "no connection in 5 s"
    case let error as HTTPClientError where error == .deadlineExceeded: "no answer in time"
    case let error as HTTPClientError where error == .proxyAuthenticationRequired:
      "the proxy wants a name and a password"
    case is HTTPClientError: "the connection broke off"
    case is NIOTooManyBytesError: "the answer is too long"
    default: "nobody listens there"
    }
  }

  private func refusal(_ response: HTTPClientResponse, _ data: Data) -> ServiceError {
    ServiceError(
      status: Int(response.status.code), body: data,
      retryAfter: response.headers.first(name: "Retry-After"), name: connection.name,
      now: serverNow)
  }
}

/// The methods the contract uses.
enum HTTPMethodName: String, Sendable {
  case GET, POST, PUT, DELETE
}
