package import BuildAPI
package import BuildModel
import Foundation

extension BuildClient {
  /// The user behind the token.
  package func me() async throws -> MeBody {
    try await get(Paths.me, as: Envelope<MeBody>.self).data
  }

  /// - Parameters:
  ///   - title: only apps of exactly that title.
  ///   - limit: how many at most, those that were built last first.
  package func apps(title: String? = nil, limit: Int = .max) async throws -> [App] {
    var query = title.map { ["title": $0] } ?? [:]
    if limit < .max { query["sort_by"] = "last_build_at" }
    return try await pages(Paths.apps, of: AppBody.self, query: query, limit: limit).map(\.app)
  }

  package func app(_ slug: AppSlug) async throws -> App {
    try await get(Paths.app(slug), as: Envelope<AppBody>.self).data.app
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
    try await buildsPage(limit: limit).builds
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
    if !query.isEmpty, try await offer() == .pageOnly {
      // Over all apps Bitrise chooses by status only; whoever asked looks through the answer.
      query = query.filter { $0.key == "status" }
    }
    query["next"] = next
    repeat {
      query["limit"] = String(min(Paging.mostItems, limit - builds.count))
      let page = try await get(Paths.builds, query: query, as: Page<BuildBody>.self)
      builds += page.data.compactMap { body in
        body.repository.map { known(body.build(app: $0.slug, appTitle: $0.title)) }
      }
      query["next"] = page.paging.next.flatMap { $0.isEmpty ? nil : $0 }
    } while query["next"] != nil && builds.count < limit
    return (builds, query["next"])
  }

  /// How many builds a list begins with: of a service across the world no more than come at once.
  package func usualPage() async throws -> Int {
    try await offer() == .windows ? 200 : Paging.mostItems
  }

  /// The newest builds of one app, newest first.
  package func builds(
    of app: App, number: Int? = nil, limit: Int = 200
  ) async throws -> [Build] {
    var query: [String: String] = [:]
    if let number { query["build_number"] = String(number) }
    return try await pages(Paths.builds(app.slug), of: BuildBody.self, query: query, limit: limit)
      .map { known($0.build(app: app.slug, appTitle: app.title)) }
  }

  package func build(_ app: App, _ build: BuildSlug) async throws -> Build {
    known(
      try await get(Paths.build(app.slug, build), as: Envelope<BuildBody>.self).data
        .build(app: app.slug, appTitle: app.title))
  }

  /// Starts a build.
  ///
  /// Never tried twice: a trigger whose answer was lost may have begun.
  package func trigger(
    _ app: AppSlug, _ parameters: BuildParams, onHold: Bool = false,
    access: RemoteAccessWish = RemoteAccessWish()
  ) async throws -> TriggerResponse {
    let wishes = access != RemoteAccessWish() || parameters.stack != nil || onHold
    if wishes, try await offer() != .windows {
      throw ServiceError(
        .refused(nil),
        access.isRemote == true
          ? "\(connection.name) opens the machines of rebuilds alone: run it, and rebuild it with"
            + " remote access when it has finished."
          : "\(connection.name) takes neither a stack nor a hold with a new build.")
    }
    return try await post(
      Paths.builds(app),
      TriggerRequest(
        buildParams: parameters, isOnHold: onHold ? true : nil, access: access))
  }

  /// Runs a finished build again with the current configuration.
  ///
  /// - Parameter hold: seconds its machine stays open after the steps, before the grace begins.
  package func rebuild(
    _ app: AppSlug, _ build: BuildSlug, remoteAccess: Bool, hold: Int? = nil,
    stack: String? = nil, publicKeys: [String] = []
  ) async throws -> TriggerResponse {
    let isExtended = try await offer() == .windows
    if !isExtended, hold != nil || stack != nil {
      throw ServiceError(
        .refused(nil),
        "\(connection.name) takes neither a hold nor a stack with a rebuild; `airlock stay` shows"
          + " the step that keeps a machine open.")
    }
    let answer: TriggerResponse = try await rebuilt(
      app, build,
      RebuildRequest(
        access: RemoteAccessWish(
          remoteAccess: remoteAccess, hold: hold, publicKeys: isExtended ? publicKeys : []),
        stack: stack), isExtended)
    if remoteAccess, !isExtended { learned.isRemote(answer.buildSlug, of: app) }
    return answer
  }

  /// Says in words what Bitrise's refusals of a rebuild mean.
  private func rebuilt(
    _ app: AppSlug, _ build: BuildSlug, _ request: RebuildRequest, _ isExtended: Bool
  ) async throws -> TriggerResponse {
    do { return try await post(Paths.rebuild(app, build), request) } catch let error
      as ServiceError where error.code == .refused(nil) && !isExtended
    {
      // 400 is documented for a build that has not finished, 403 for a role.
      guard error.status == 403 else {
        throw ServiceError(
          .refused(.notFinished), "It cannot be rebuilt yet: it has not finished. \(error.sentence)"
        )
      }
      let wish = request.access.isRemote == true ? "run builds or use remote access" : "run builds"
      throw ServiceError(
        .refused(.role),
        "Your role or your token may not \(wish) here. \(error.sentence)")
    }
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
    try await needsWindows("hold a build that waits")
    _ = try await send(.POST, Paths.hold(app, build))
  }

  package func release(_ app: AppSlug, _ build: BuildSlug) async throws {
    try await needsWindows("release a build that is on hold; its page can")
    _ = try await send(.POST, Paths.release(app, build))
  }

  /// The names of the workflows that can be run.
  package func workflows(_ app: AppSlug) async throws -> [String] {
    try await get(Paths.workflows(app), as: Envelope<[String]>.self).data
  }

  package func steps(_ app: AppSlug, _ build: BuildSlug) async throws -> [Step] {
    let body: LogSummaryBody
    do {
      body = try await get(Paths.logSummary(app, build), as: LogSummaryBody.self)
    } catch let error as ServiceError
      where error.code == .notFound || error.code == .notUnderstood
    {
      // Bitrise's summary is documented nowhere, and not there for the first moments of a build.
      guard try await offer() == .pageOnly else { throw error }
      return []
    }
    var steps = body.execution.workflows.flatMap(\.steps).enumerated().map { $1.step(index: $0) }
    guard try await offer() == .pageOnly else { return steps }
    let parts = await logs.stepParts(build)
    for (index, part) in parts.enumerated() where steps.indices.contains(index) {
      steps[index].firstChunk = part.lowerBound
      steps[index].lastChunk = steps[index].status.isFinished ? part.upperBound : nil
    }
    return steps
  }

  /// Whether what this client has learned says that a role may do less.
  package var learnedRoles: [AppSlug: Role] { learned.roles }

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
