import BuildAPI
import BuildDatabase
import BuildModel
import Hummingbird

/// Rolling builds of an app, and its end.
struct AppSettingRoutes: Sendable {
  let parts: ServiceParts

  func add(to group: RouterGroup<UserContext>) {
    group.delete("apps/:app", use: remove)
    group.get("apps/:app/rolling-builds", use: rolling)
    group.post("apps/:app/rolling-builds", use: setRolling)
  }

  @Sendable private func remove(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let app = try await parts.app(context)
    guard app.role == .owner else { throw Refusal.role(app.role, "remove an app") }
    let isForced = try request.query("force", as: Bool.self, "true or false") ?? false
    try await parts.foreman.removeApp(app.app.slug, byForce: isForced, by: context.user.name)
    return try .json(StatusBody())
  }

  @Sendable private func rolling(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    try await switches(of: try await parts.app(context).app)
  }

  @Sendable private func setRolling(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let app = try await parts.app(context)
    guard app.role.mayManageApp else { throw Refusal.role(app.role, "change rolling builds") }
    let body = try await request.decode(RollingBody.self)
    if let workflow = body.workflow {
      let known = try await Intake(parts: parts).configuration(of: app.app).1.workflows
      guard known.contains(workflow) else {
        throw Refusal(
          .badRequest,
          "There is no workflow \"\(workflow)\" to run; there are \(known.joined(separator: ", "))."
        )
      }
    }
    for kind in RollingKind.allCases where body.kind == nil || body.kind == kind {
      try await parts.store.setRolling(
        RollingSwitch(workflow: body.workflow, kind: kind, isOn: body.enabled), of: app.app.slug)
    }
    return try await switches(of: app.app)
  }

  private func switches(of app: App) async throws -> Response {
    try .json(
      Envelope(
        data: try await parts.store.rolling(of: app.slug).map { found in
          RollingBody(workflow: found.workflow, kind: found.kind, enabled: found.isOn)
        }))
  }
}
