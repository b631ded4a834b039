import BuildAPI
import BuildDatabase
import BuildModel
import Hummingbird

/// The way into builds' machines.
struct AccessRoutes: Sendable {
  let parts: ServiceParts

  func add(to group: RouterGroup<UserContext>) {
    group.get("remote-access", use: list)
    group.get("apps/:app/builds/:build/remote-access", use: show)
    group.delete("apps/:app/builds/:build/remote-access", use: close)
    group.post("apps/:app/builds/:build/remote-access/extend", use: extend)
  }

  @Sendable private func list(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let windows = try await parts.store.usableWindows(of: context.user.slug)
    var bodies: [RemoteAccessBody] = []
    for (build, window) in windows {
      bodies.append(await body(build, window, showsSecrets: false))
    }
    return try .json(Envelope(data: bodies))
  }

  @Sendable private func show(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let (build, window) = try await usable(context)
    let body = await body(build, window, showsSecrets: true)
    if body.ssh?.password != nil {
      await parts.audit.noteRepeated(
        parts.entry(.credentialsRead, context, app: build.build.app, build: build.build.slug))
    }
    return try .json(Envelope(data: body))
  }

  @Sendable private func close(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let (build, _) = try await notClosed(context)
    await parts.audit.note(
      parts.entry(.closingAsked, context, app: build.build.app, build: build.build.slug))
    try await parts.foreman.give(.closeWindow(.closedByUser), to: build.build.slug)
    return try .json(StatusBody())
  }

  @Sendable private func extend(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let (build, window) = try await notClosed(context)
    let seconds = try await request.decode(ExtendRequest.self).seconds
    guard seconds > 0 else {
      throw Refusal(.badRequest, "seconds must be a whole number above 0, not \(seconds).")
    }
    let most = parts.configuration.longestExtension
    guard window.window.extra + Double(seconds) <= Double(most) else {
      throw Refusal(
        .badRequest, "A window can be extended by \(most) seconds in all.", code: .limit)
    }
    await parts.audit.note(
      parts.entry(
        .extensionAsked, context, app: build.build.app, build: build.build.slug,
        "by \(seconds) s"))
    try await parts.foreman.give(
      .extendWindow(seconds: Double(seconds)), to: build.build.slug)
    return try .json(StatusBody())
  }

  private func body(
    _ build: StoredBuild, _ window: StoredWindow, showsSecrets: Bool
  ) async -> RemoteAccessBody {
    let door = await parts.foreman.door(of: build.build.slug)
    let access = RemoteAccess(
      build.build, window, door: door, showsSecrets: showsSecrets,
      stacks: parts.configuration.stacks, at: parts.now)
    return RemoteAccessBody(access, app: build.build.app)
  }

  private func usable(_ context: UserContext) async throws -> (StoredBuild, StoredWindow) {
    let (app, build) = try await parts.build(context)
    guard app.role.mayUseRemoteAccess else {
      throw Refusal.role(app.role, "use remote access")
    }
    guard let window = try await parts.store.window(of: build.build.slug) else {
      throw Refusal(
        .notFound,
        "Build #\(build.build.number) was not started with remote access; rebuild it with remote"
          + " access.", code: .notRemote)
    }
    return (build, window)
  }

  private func notClosed(_ context: UserContext) async throws -> (StoredBuild, StoredWindow) {
    let (build, window) = try await usable(context)
    guard case .closed(let reason, _) = window.window.state else { return (build, window) }
    throw Refusal(
      .badRequest, "The window is closed. \(reason.sentence)", code: .windowClosed)
  }
}
