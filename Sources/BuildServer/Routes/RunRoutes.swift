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
    group.post("apps/:app/builds/:build/hold", use: hold)
    group.post("apps/:app/builds/:build/release", use: release)
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
      guard !body.hasSecrets else {
        throw Refusal(
          .badRequest,
          "build_params.secrets is not offered: set them for the app with /secrets, which builds"
            + " get without anybody seeing them.")
      }
      let parameters = try body.buildParams.checked()
      let hold = try hold(body.access)
      let keys = try await publicKeys(body.access, context)
      let wanted = Intake.Wish(
        parameters: parameters, workflow: parameters.workflowID,
        triggeredBy: body.triggeredBy ?? "manual-\(context.user.name)",
        isRemote: body.access.isRemote ?? false, hold: hold, publicKeys: keys,
        isOnHold: body.isOnHold ?? false)
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
    let hold = try hold(body.access)
    let keys = try await publicKeys(body.access, context)
    // The current configuration with the original's parameters; a commit only where the
    // original was asked for one, else the branch as it is now.
    var parameters = try original.buildParams
    parameters.branch = original.build.branch
    parameters.tag = original.build.tag
    parameters.workflowID = original.build.workflow
    if parameters.commitHash == nil { parameters.commitMessage = nil }
    if let stack = body.stack { parameters.stack = stack }
    let wanted = Intake.Wish(
      parameters: parameters, workflow: original.build.workflow,
      triggeredBy: "Rebuild of \(original.build.number) by \(context.user.name)",
      isRemote: body.access.isRemote ?? false, hold: hold, publicKeys: keys,
      original: original.build)
    return try await start(wanted, in: app, request, context)
  }

  @Sendable private func abort(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let (app, stored) = try await parts.build(context)
    guard app.role.mayRunBuilds else { throw Refusal.role(app.role, "abort builds") }
    let body = try await request.decode(AbortRequest.self, empty: "{}")
    guard !stored.build.status.isFinished else { throw Refusal.isFinished(stored.build) }
    try await parts.foreman.abort(
      stored.build, reason: body.abortReason, withSuccess: body.abortWithSuccess ?? false)
    return try .json(StatusBody())
  }

  @Sendable private func hold(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    try await parts.foreman.hold(unfinished(context, "put builds on hold"))
    return try .json(StatusBody())
  }

  @Sendable private func release(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    try await parts.foreman.release(unfinished(context, "release builds"))
    return try .json(StatusBody())
  }

  private func unfinished(_ context: UserContext, _ act: String) async throws -> Build {
    let (app, stored) = try await parts.build(context)
    guard app.role.mayRunBuilds else { throw Refusal.role(app.role, act) }
    guard !stored.build.status.isFinished else { throw Refusal.isFinished(stored.build) }
    return stored.build
  }

  /// How long the machine is to stay up after its steps, in seconds.
  private func hold(_ wish: RemoteAccessWish) throws -> Int {
    guard let hold = wish.holdSeconds, hold != 0 else { return 0 }
    guard hold > 0 else {
      throw Refusal(.badRequest, "hold_seconds must be a whole number of 0 or more, not \(hold).")
    }
    guard wish.isRemote == true else {
      throw Refusal(
        .badRequest, "hold_seconds needs is_remote: only a build with remote access stays open.",
        code: .notRemote)
    }
    try parts.configuration.checkExtension(by: hold, used: 0, "hold_seconds")
    return hold
  }

  /// The keys that open the machine: those that came with the wish, and the caller's own.
  private func publicKeys(
    _ wish: RemoteAccessWish, _ context: UserContext
  ) async throws -> [String] {
    guard wish.isRemote == true || wish.publicKeys?.isEmpty ?? true else {
      throw Refusal(
        .badRequest, "public_keys needs is_remote: only a build with remote access has a door.",
        code: .notRemote)
    }
    return try await parts.publicKeys(of: context.user.slug, and: wish.publicKeys)
  }

  private func start(
    _ wish: Intake.Wish, in app: SeenApp, _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let taken = try await Intake(parts: parts).take(wish, in: app) {
      parts.address(of: $0, request)
    }
    if wish.isRemote {
      await parts.audit.note(
        parts.entry(
          .remoteAccessAsked, context, app: taken.build.app, build: taken.build.slug,
          wish.original.map { "rebuild of #\($0.number)" } ?? ""))
    }
    return try .json(
      TriggerResponse(
        app: app.app.slug, build: taken.build, buildURL: parts.address(of: taken.build, request),
        notes: taken.notes), status: .created)
  }

  private static func mayRunBuilds(_ app: SeenApp) throws {
    guard app.role.mayRunBuilds else { throw Refusal.role(app.role, "start builds") }
  }
}
