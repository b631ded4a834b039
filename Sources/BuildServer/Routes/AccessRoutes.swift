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
    group.post("apps/:app/builds/:build/remote-access", use: open)
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
    let (app, stored) = try await parts.build(context)
    try Self.mayUse(app)
    let (build, window) = try await window(of: stored)
    return try .json(Envelope(data: await opened(build, window, to: context)))
  }

  @Sendable private func close(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let (app, build) = try await parts.build(context)
    try Self.mayUse(app)
    // A machine that only stands by is sent away by the same order.
    if !isKept(build.build) { _ = try await notClosed(build) }
    await parts.audit.note(
      parts.entry(.closingAsked, context, app: build.build.app, build: build.build.slug))
    try await parts.foreman.give(.closeWindow(.closedByUser), to: build.build.slug)
    return try .json(StatusBody())
  }

  /// Opens a window on a build that has none: a failed one whose machine is kept, one that runs, or
  /// one that still waits for its machine.
  @Sendable private func open(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let (app, stored) = try await parts.build(context)
    try Self.mayUse(app)
    let build = stored.build
    if let window = try await parts.store.window(of: build.slug) {
      _ = try await notClosed(stored)
      return try .json(Envelope(data: await opened(stored, window, to: context)))
    }
    let machine: String
    switch build.status {
    // Whoever has just started a build cannot know whether it has its machine yet.
    case .queued: machine = "while it waits"
    case .running: machine = "while it runs"
    case .success, .failed, .aborted, .abortedWithSuccess:
      guard isKept(build) else { throw notRemote(build) }
      machine = "its kept machine"
    }
    await parts.audit.note(
      parts.entry(.remoteAccessAsked, context, app: build.app, build: build.slug, machine))
    try await parts.foreman.openWindow(
      of: build.slug, publicKeys: parts.publicKeys(of: context.user.slug, and: nil))
    let (now, window) = try await window(of: parts.build(context).build)
    return try .json(
      Envelope(data: await opened(now, window, to: context)), status: .created)
  }

  @Sendable private func extend(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let (app, stored) = try await parts.build(context)
    try Self.mayUse(app)
    let (build, window) = try await notClosed(stored)
    let seconds = try await request.decode(ExtendRequest.self).seconds
    guard seconds > 0 else {
      throw Refusal(.badRequest, "seconds must be a whole number above 0, not \(seconds).")
    }
    try parts.configuration.checkExtension(by: seconds, used: window.window.extra, "seconds")
    try await checkBuildLimit(seconds, build.build.slug, window)
    await parts.audit.note(
      parts.entry(
        .extensionAsked, context, app: build.build.app, build: build.build.slug,
        "by \(seconds) s"))
    try await parts.foreman.give(
      .extendWindow(seconds: Double(seconds)), to: build.build.slug)
    return try .json(StatusBody())
  }

  /// Added time ends with the build's own time limit, unless the service is told otherwise; while
  /// the build runs nobody knows yet how much there will be.
  private func checkBuildLimit(
    _ seconds: Int, _ build: BuildSlug, _ window: StoredWindow
  ) async throws {
    guard !parts.configuration.extensionsOutlastTimeLimit, let deadline = window.window.deadline,
      let limit = await parts.foreman.door(of: build)?.buildLimitAt
    else { return }
    let left = max(0, limit.timeIntervalSince(deadline))
    guard Double(seconds) > left else { return }
    throw Refusal(
      .badRequest,
      "seconds is \(seconds), and this machine can stay open at most \(Int(left)) seconds longer:"
        + " added time ends with the build's time limit.", code: .limit)
  }

  /// The way in with what opens it, which is written down.
  private func opened(
    _ build: StoredBuild, _ window: StoredWindow, to context: UserContext
  ) async -> RemoteAccessBody {
    let body = await body(build, window, showsSecrets: true)
    if body.ssh?.password != nil {
      await parts.audit.noteRepeated(
        parts.entry(.credentialsRead, context, app: build.build.app, build: build.build.slug))
    }
    return body
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

  private static func mayUse(_ app: SeenApp) throws {
    guard app.role.mayUseRemoteAccess else { throw Refusal.role(app.role, "use remote access") }
  }

  private func window(of build: StoredBuild) async throws -> (StoredBuild, StoredWindow) {
    guard let window = try await parts.store.window(of: build.build.slug) else {
      throw notRemote(build.build)
    }
    return (build, window)
  }

  private func notClosed(_ build: StoredBuild) async throws -> (StoredBuild, StoredWindow) {
    let (build, window) = try await window(of: build)
    guard case .closed(let reason, _) = window.window.state else { return (build, window) }
    throw Refusal(
      .badRequest, "The window is closed. \(reason.sentence)", code: .windowClosed)
  }

  /// Whether the build's machine stands by for somebody to open it.
  private func isKept(_ build: Build) -> Bool {
    build.keptUntil.map { $0 > parts.now } ?? false
  }

  /// Why a build has no window, and how to get one.
  private func notRemote(_ build: Build) -> Refusal {
    let help =
      if isKept(build) {
        "was not started with remote access, but its machine still stands and can be opened"
      } else if !build.status.isFinished {
        "was not started with remote access; its machine can be opened "
          + (build.status == .queued ? "already while it waits" : "while it runs")
      } else {
        "was not started with remote access; rebuild it with remote access"
      }
    return Refusal(.notFound, "Build #\(build.number) \(help).", code: .notRemote)
  }
}
