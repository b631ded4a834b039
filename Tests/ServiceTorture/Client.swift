import AsyncHTTPClient
import BuildAPI
import BuildClient
import BuildModel
import Foundation

/// Somebody who uses the service, and waits when it is away.
struct Client: Sendable {
  let service: BuildClient
  private let connection: Connection

  /// Takes packed answers, however small they were packed.
  private static let http: HTTPClient = {
    var configuration = HTTPClient.Configuration()
    configuration.decompression = .enabled(limit: .none)
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }()

  init(_ connection: Connection) {
    self.connection = connection
    service = BuildClient(connection)
  }

  /// Asks until there is an answer; a service that stays away is a failure.
  func patiently<Answer: Sendable>(
    _ ask: @Sendable () async throws -> Answer
  ) async throws -> Answer {
    let deadline = ContinuousClock.now + .seconds(60)
    while true {
      do { return try await ask() } catch let error as ServiceError where !error.isPassing {
        throw error
      } catch let error as Complaint {
        throw error
      } catch {
        // Nobody there, or gone in the middle of the answer.
        guard ContinuousClock.now < deadline else { throw error }
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  func register(_ repository: String) async throws -> App {
    let slug = try await service.register(repository: repository)
    guard let app = try await service.apps().first(where: { $0.slug == slug }) else {
      throw Complaint("the app is not there")
    }
    return app
  }

  /// A part of a log, as Bitrise's clients ask for it.
  func log(_ app: App, _ build: BuildSlug, after cursor: String) async throws -> LogBody {
    try await patiently {
      let text = connection.url.absoluteString + Paths.base + Paths.log(app.slug, build)
      let data = try await fetch(text + "?after_timestamp=\(cursor)", token: connection.token)
      return try WireCoding.decoder().decode(LogBody.self, from: data)
    }
  }

  func archive(_ address: String) async throws -> String {
    try await patiently { String(decoding: try await fetch(address, token: nil), as: UTF8.self) }
  }

  private func fetch(_ address: String, token: Token?) async throws -> Data {
    var request = HTTPClientRequest(url: address)
    if let token { request.headers.add(name: "Authorization", value: token.text) }
    let response = try await Self.http.execute(request, timeout: .seconds(30))
    let body = try await response.body.collect(upTo: 64 << 20)
    guard response.status == .ok else {
      throw Complaint(
        "\(address): \(response.status.code) \(String(decoding: body.readableBytesView, as: UTF8.self))"
      )
    }
    return Data(body.readableBytesView)
  }

  func steps(_ app: App, _ build: BuildSlug, _ ledger: Ledger) async throws {
    let known = ledger.known(build)
    let steps = try await patiently { try await service.steps(app.slug, build) }
    ledger.saw(steps, of: build, knowing: known)
  }

  @discardableResult
  func build(_ app: App, _ build: BuildSlug, _ ledger: Ledger) async throws -> Build {
    let known = ledger.known(build)
    let build = try await patiently { try await service.build(app, build) }
    ledger.saw(build, knowing: known)
    return build
  }

  @discardableResult
  func access(_ app: App, _ build: BuildSlug, _ ledger: Ledger) async throws -> RemoteAccess {
    let known = ledger.known(build)
    let access = try await patiently { try await service.access(app.slug, build) }
    ledger.saw(access, knowing: known)
    return access
  }

  /// Listens to events, writing down what they tell, until cancelled.
  func listen(_ ledger: Ledger) async {
    // Other listeners may be ahead; only what this one was told counts against what it is told.
    var ended: Set<BuildSlug> = []
    for await news in service.events() {
      guard case .event(let event) = news else { continue }
      switch event {
      case .build(let body, let app):
        let build = body.build(app: app.slug, appTitle: app.title)
        if build.status.isFinished {
          ended.insert(build.slug)
        } else if ended.contains(build.slug) {
          ledger.complain("an event says that #\(build.number) is \(build.status) after its end")
        }
        ledger.saw(build, knowing: .init())
      case .step(let body, let build, _): ledger.saw(body.step(index: 0), of: build)
      case .window(let body): ledger.saw(body.access, knowing: .init())
      case .log, .reset: break
      }
    }
  }

  /// Compares everything that was seen of builds with what the service says now.
  func check(_ ledger: Ledger, _ app: App, builds: [BuildSlug]? = nil) async throws {
    // A few of the old ones each time; the end compares all.
    for slug in builds ?? Array(ledger.builds.shuffled().prefix(8)) {
      do {
        try await build(app, slug, ledger)
      } catch let error as ServiceError where error.code == .notFound {
        ledger.complain("\(slug) is gone")
        continue
      }
      try await steps(app, slug, ledger)
      let known = ledger.chunkCount(of: slug)
      var position = 0
      while position < known {
        let place = position
        let chunks = try await patiently { try await service.log(app.slug, slug, after: place) }
        guard let last = chunks.last?.position else {
          ledger.complain("the log of \(slug) ends at \(position), not at \(known)")
          break
        }
        for chunk in chunks { ledger.saw(chunk: chunk.text, at: chunk.position, of: slug) }
        position = last
      }
    }
  }

  /// The same for all builds, and what must hold of them together.
  func checkAll(_ ledger: Ledger, _ app: App) async throws {
    let all = try await service.builds(of: app, limit: .max)
    let numbers = all.map(\.number).sorted()
    if numbers != Array(1...numbers.count) { ledger.complain("the numbers are \(numbers)") }
    for build in all { ledger.acknowledged(build.slug) }
    try await check(ledger, app, builds: ledger.builds)
    for build in all {
      if !build.status.isFinished { ledger.complain("#\(build.number) is \(build.status)") }
      if ledger.isLost(build.slug),
        build.status != .failed
          || build.failureReason?.contains("worker was lost") != true
      {
        ledger.complain("#\(build.number) lost its worker but is \(build.status)")
      }
      if build.isRemote {
        let access = try await access(app, build.slug, ledger)
        if case .closed = access.state {
        } else {
          ledger.complain("the window of #\(build.number) is \(access.state)")
        }
      }
    }
  }
}
