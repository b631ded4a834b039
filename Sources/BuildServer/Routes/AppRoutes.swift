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
    group.get("apps/:app/bitrise.yml", use: configuration)
  }

  @Sendable private func me(_ request: Request, _ context: UserContext) throws -> Response {
    let user = context.user
    return try .json(
      Envelope(data: MeBody(username: user.name, slug: user.slug.rawValue)))
  }

  @Sendable private func stacks(_ request: Request, _ context: UserContext) throws -> Response {
    let bodies = parts.configuration.stacks.map { ($0.name.rawValue, StackBody($0)) }
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

  @Sendable private func workflows(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let app = try await parts.app(context).app
    let (_, digest) = try await Intake(parts: parts).configuration(of: app)
    return try .json(Envelope(data: digest.workflows))
  }

  @Sendable private func configuration(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let app = try await parts.app(context)
    guard app.role.mayManageApp else {
      throw Refusal.role(app.role, "read an app's configuration")
    }
    let text = try await Intake(parts: parts).text(of: app.app).text
    return Response(
      status: .ok, headers: [.contentType: "text/yaml; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(string: text)))
  }
}
