import BuildAPI
import BuildDatabase
import BuildModel
import Hummingbird

/// Starting builds, running them again, ending them.
struct RunRoutes: Sendable {
  let parts: ServiceParts

  func add(to group: RouterGroup<UserContext>) {
    group.post("apps/:app/builds", use: trigger)
    group.post("apps/:app/builds/:build/rebuild", use: rebuild)
    group.post("apps/:app/builds/:build/abort", use: abort)
  }

  @Sendable private func trigger(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let app = try await parts.app(context)
    do {
      try Self.mayRunBuilds(app)
      let body = try await request.decode(TriggerRequest.self)
      guard body.hookInfo.type == "bitrise" else {
        throw Refusal(.badRequest, "hook_info.type must be \"bitrise\".")
      }
      let parameters = try body.buildParams.checked()
      let wanted = Intake.Wish(
        parameters: parameters, workflow: parameters.workflowID,
        triggeredBy: body.triggeredBy ?? "manual-\(context.user.name)")
      return try await start(wanted, in: app, request, context)
    } catch let refusal as Refusal {
      throw TriggerRefusal(refusal: refusal, app: app.app.slug)
    }
  }

  @Sendable private func rebuild(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let (app, original) = try await parts.build(context)
    try Self.mayRunBuilds(app)
    let body = try await request.decode(RebuildRequest.self, empty: "{}")
    guard original.build.status.isFinished else {
      throw Refusal(
        .badRequest,
        "Build #\(original.build.number) is not finished yet; only a finished build can be"
          + " rebuilt.", code: .notFinished)
    }
    guard (body.holdSeconds ?? 0) == 0 else {
      throw Refusal(
        .badRequest, "hold_seconds is not offered yet; extend the window once it is open.",
        code: .limit)
    }
    // The current configuration with the original's parameters; a commit only where the
    // original was asked for one, else the branch as it is now.
    var parameters = try original.buildParams
    parameters.branch = original.build.branch
    parameters.tag = original.build.tag
    parameters.workflowID = original.build.workflow
    if parameters.commitHash == nil { parameters.commitMessage = nil }
    let wanted = Intake.Wish(
      parameters: parameters, workflow: original.build.workflow,
      triggeredBy: "Rebuild of \(original.build.number) by \(context.user.name)",
      isRemote: body.isRemote ?? false, rebuildOf: original.build.number)
    return try await start(wanted, in: app, request, context)
  }

  @Sendable private func abort(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let (app, stored) = try await parts.build(context)
    guard app.role.mayRunBuilds else { throw Refusal.role(app.role, "abort builds") }
    let body = try await request.decode(AbortRequest.self, empty: "{}")
    guard !stored.build.status.isFinished else {
      throw Refusal(.badRequest, "Build #\(stored.build.number) is finished already.")
    }
    try await parts.foreman.abort(
      stored.build.slug, reason: body.abortReason, withSuccess: body.abortWithSuccess ?? false)
    return try .json(StatusBody())
  }

  private func start(
    _ wish: Intake.Wish, in app: SeenApp, _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let build = try await Intake(parts: parts).take(wish, in: app) {
      parts.address(of: $0, request)
    }
    if wish.isRemote {
      await parts.audit.note(
        parts.entry(
          .remoteAccessAsked, context, app: build.app, build: build.slug,
          wish.rebuildOf.map { "rebuild of #\($0)" } ?? ""))
    }
    return try .json(
      TriggerResponse(
        app: app.app.slug, build: build, buildURL: parts.address(of: build, request)),
      status: .created)
  }

  private static func mayRunBuilds(_ app: SeenApp) throws {
    guard app.role.mayRunBuilds else { throw Refusal.role(app.role, "start builds") }
  }
}
