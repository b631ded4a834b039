package import BuildAPI
package import BuildModel
import Foundation

extension BuildClient {
  /// The user behind the token.
  package func me() async throws -> MeBody {
    try await get(Paths.me, as: Envelope<MeBody>.self).data
  }

  /// - Parameter title: only apps of exactly that title.
  package func apps(title: String? = nil) async throws -> [App] {
    try await pages(Paths.apps, of: AppBody.self, query: title.map { ["title": $0] } ?? [:])
      .map(\.app)
  }

  /// Whether the service is one of ours: it tells of windows and events.
  package func isAirlock() async throws -> Bool {
    do {
      _ = try await windows()
      return true
    } catch let error as ServiceError where error.code == .notFound {
      return false
    }
  }

  /// Adds an app, or finds the one that the repository is already.
  package func register(
    repository: String, title: String? = nil, branch: String? = nil
  ) async throws -> AppSlug {
    try await post(
      Paths.registerApp,
      RegisterRequest(repoURL: repository, title: title, defaultBranchName: branch),
      as: RegisterResponse.self
    ).slug
  }

  /// The newest builds over all apps, newest first.
  ///
  /// - Parameter limit: how many at most; several pages are fetched for more than 50.
  package func builds(limit: Int = 200) async throws -> [Build] {
    try await pages(Paths.builds, of: BuildBody.self, limit: limit).compactMap { body in
      body.repository.map { body.build(app: $0.slug, appTitle: $0.title) }
    }
  }

  /// Builds over all apps, newest first, and where the rest begins; nil where there is none.
  ///
  /// - Parameters:
  ///   - query: the list's own parameters: `branch`, `workflow`, `status` …
  ///   - next: where to go on, as an earlier answer told.
  ///   - limit: how many at most; several pages are fetched for more than 50.
  package func buildsPage(
    _ query: [String: String] = [:], next: String? = nil, limit: Int = 200
  ) async throws -> (builds: [Build], next: String?) {
    var builds: [Build] = []
    var query = query
    query["next"] = next
    repeat {
      query["limit"] = String(min(Paging.mostItems, limit - builds.count))
      let page = try await get(Paths.builds, query: query, as: Page<BuildBody>.self)
      builds += page.data.compactMap { body in
        body.repository.map { body.build(app: $0.slug, appTitle: $0.title) }
      }
      query["next"] = page.paging.next.flatMap { $0.isEmpty ? nil : $0 }
    } while query["next"] != nil && builds.count < limit
    return (builds, query["next"])
  }

  /// The newest builds of one app, newest first.
  package func builds(
    of app: App, number: Int? = nil, limit: Int = 200
  ) async throws -> [Build] {
    var query: [String: String] = [:]
    if let number { query["build_number"] = String(number) }
    return try await pages(Paths.builds(app.slug), of: BuildBody.self, query: query, limit: limit)
      .map { $0.build(app: app.slug, appTitle: app.title) }
  }

  package func build(_ app: App, _ build: BuildSlug) async throws -> Build {
    try await get(Paths.build(app.slug, build), as: Envelope<BuildBody>.self).data
      .build(app: app.slug, appTitle: app.title)
  }

  /// Starts a build.
  ///
  /// Never tried twice: a trigger whose answer was lost may have begun.
  package func trigger(
    _ app: AppSlug, _ parameters: BuildParams, onHold: Bool = false
  ) async throws -> TriggerResponse {
    try await post(
      Paths.builds(app),
      TriggerRequest(buildParams: parameters, isOnHold: onHold ? true : nil))
  }

  /// Runs a finished build again with the current configuration.
  ///
  /// - Parameter hold: seconds its machine stays open after the steps, before the grace begins.
  package func rebuild(
    _ app: AppSlug, _ build: BuildSlug, remoteAccess: Bool, hold: Int? = nil,
    stack: String? = nil, publicKeys: [String] = []
  ) async throws -> TriggerResponse {
    try await post(
      Paths.rebuild(app, build),
      RebuildRequest(
        isRemote: remoteAccess ? true : nil, holdSeconds: hold, stack: stack,
        publicKeys: publicKeys.isEmpty ? nil : publicKeys))
  }

  package func abort(
    _ app: AppSlug, _ build: BuildSlug, reason: String?, withSuccess: Bool = false
  ) async throws {
    _ = try await post(
      Paths.abort(app, build),
      AbortRequest(abortReason: reason, abortWithSuccess: withSuccess ? true : nil),
      as: StatusBody.self)
  }

  /// Has a build wait that has not begun, until it is released.
  package func hold(_ app: AppSlug, _ build: BuildSlug) async throws {
    _ = try await send(.POST, Paths.hold(app, build))
  }

  package func release(_ app: AppSlug, _ build: BuildSlug) async throws {
    _ = try await send(.POST, Paths.release(app, build))
  }

  /// The names of the workflows that can be run.
  package func workflows(_ app: AppSlug) async throws -> [String] {
    try await get(Paths.workflows(app), as: Envelope<[String]>.self).data
  }

  package func steps(_ app: AppSlug, _ build: BuildSlug) async throws -> [Step] {
    let body = try await get(Paths.logSummary(app, build), as: LogSummaryBody.self)
    return body.execution.workflows.flatMap(\.steps).enumerated().map { $1.step(index: $0) }
  }

  func pages<Item: Codable & Sendable>(
    _ path: String, of type: Item.Type, query: [String: String] = [:], limit: Int = .max
  ) async throws -> [Item] {
    var items: [Item] = []
    var query = query
    repeat {
      query["limit"] = String(min(Paging.mostItems, limit - items.count))
      let page = try await get(path, query: query, as: Page<Item>.self)
      items += page.data
      query["next"] = page.paging.next
    } while query["next"]?.isEmpty == false && items.count < limit
    return items
  }
}

extension AppBody {
  /// The app in our own words; Bitrise tells neither its branch nor its age here.
  package var app: App {
    App(
      slug: slug, title: title, repository: repoURL ?? "", defaultBranch: "",
      createdAt: .distantPast)
  }
}
