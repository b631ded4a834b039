import BuildAPI
import BuildDatabase
import BuildModel
import Hummingbird

/// Who asks, which apps there are, and what they can build.
struct AppRoutes: Sendable {
  let parts: ServiceParts

  func add(to group: RouterGroup<UserContext>) {
    group.get("me", use: me)
    group.get("available-stacks", use: stacks)
    group.get("apps", use: list)
    group.post("apps/register", use: register)
    group.get("apps/:app", use: show)
    group.get("apps/:app/build-workflows", use: workflows)
    group.get("apps/:app/branches", use: branches)
    group.get("organizations", use: organizations)
  }

  @Sendable private func me(_ request: Request, _ context: UserContext) throws -> Response {
    let user = context.user
    return try .json(
      Envelope(data: MeBody(username: user.name, slug: user.slug.rawValue)))
  }

  @Sendable private func stacks(_ request: Request, _ context: UserContext) throws -> Response {
    let limit = parts.configuration.buildTimeLimit
    let bodies = parts.configuration.stacks.map {
      ($0.name.rawValue, StackBody($0, buildLimit: limit))
    }
    return try .json(Dictionary(bodies) { first, _ in first })
  }

  @Sendable private func list(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let order: AppOrder
    switch request.query("sort_by") {
    case nil, "last_build_at": order = .lastBuild
    case "created_at": order = .newest
    case let other?:
      throw Refusal(
        .badRequest, "sort_by must be last_build_at or created_at, not \"\(other)\".")
    }
    let page = try request.page()
    if let type = request.query("project_type"), type != AppBody.projectType {
      let none = Paging(totalItemCount: 0, pageItemLimit: page.limit, next: nil)
      return try .json(Page<AppBody>(data: [], paging: none))
    }
    let apps = try await parts.store.apps(
      seenBy: context.user.slug, title: request.query("title"), order: order, page: page)
    return try .json(
      Page(data: apps.items.map { AppBody($0) }, paging: Paging(apps, limit: page.limit)))
  }

  @Sendable private func show(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    try .json(Envelope(data: AppBody(try await parts.app(context))))
  }

  @Sendable private func register(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    // A folder is read, and a private repository cloned, with the rights of the service's own user.
    try context.requireAdministrator(to: "add apps")
    let body = try await request.decode(RegisterRequest.self)
    let app = try await Registration(parts: parts).register(body, owner: context.user)
    return try .json(RegisterResponse(slug: app.slug))
  }

  /// What can be run, then what was run once and is no more.
  @Sendable private func workflows(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let app = try await parts.app(context).app
    let (_, digest) = try await Intake(parts: parts).configuration(of: app)
    let built = try await parts.store.builtWorkflows(of: app.slug)
    let others = built.filter { !digest.workflows.contains($0) }
    return try .json(Envelope(data: digest.workflows + others))
  }

  @Sendable private func branches(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let app = try await parts.app(context).app
    return try .json(Envelope(data: try await parts.store.builtBranches(of: app.slug)))
  }

  /// Clients ask which organisations there are before they ask for anything else.
  @Sendable private func organizations(
    _ request: Request, _ context: UserContext
  ) throws -> Response {
    try .json(Envelope<[String]>(data: []))
  }
}
