import BuildAPI
import BuildDatabase
import BuildModel
import BuildSpool
import Foundation
import Hummingbird

/// What builds have printed, and how their steps went.
struct LogRoutes: Sendable {
  /// About how much text one answer holds at most.
  static let mostBytes = 1 << 20
  static let mostChunks = 5000

  let parts: ServiceParts

  func add(to group: RouterGroup<UserContext>) {
    group.get("apps/:app/builds/:build/log", use: log)
    group.get("apps/:app/builds/:build/log/summary", use: summary)
  }

  @Sendable private func log(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let stored = try await readable(context)
    let build = stored.build
    let cursor = request.query("after_timestamp")
    let isOver = build.status.isFinished
    let address = parts.address(request) + parts.signer.path(of: build.slug, at: parts.now)
    let position = request.query("after_position")
    if isOver, cursor == nil, position == nil {
      return try .json(
        LogBody(
          logChunks: [], nextAfterTimestamp: nil, nextBeforeTimestamp: nil, isArchived: true,
          expiringRawLogURL: address))
    }
    let reader = LogReader(parts.folder.spool(of: build.slug))
    let place = try Self.place(cursor, position, in: reader)
    let chunks = try reader.chunks(after: place, limit: Self.mostChunks, bytes: Self.mostBytes)
    // One who follows by cursor gets the tail of a finished log before hearing it is whole.
    let isWhole = isOver && place + chunks.count >= reader.count
    return try .json(
      LogBody(
        logChunks: chunks.map { LogBody.Chunk(chunk: $0.text, position: $0.position) },
        nextAfterTimestamp: chunks.last.map {
          LogCursor(position: $0.position).text(writtenAt: $0.writtenAt)
        } ?? cursor ?? Self.start(of: build), nextBeforeTimestamp: nil, isArchived: isWhole,
        expiringRawLogURL: isWhole ? address : nil))
  }

  @Sendable private func summary(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let build = try await readable(context).build
    let steps = try await parts.store.steps(of: build.slug)
    return try .json(
      LogSummaryBody(
        app: build.app, build: build.slug, isLogArchived: build.status.isFinished,
        execution: .init(workflows: [
          .init(
            uuid: build.slug.rawValue, workflowID: build.workflow,
            steps: steps.map { StepBody($0, build: build.slug) })
        ])))
  }

  /// The cursor before all chunks: Bitrise's command line asks no more where it gets none, as it
  /// would while a build waits.
  private static func start(of build: Build) -> String? {
    build.status.isFinished
      ? nil : LogCursor(position: 0).text(writtenAt: build.triggeredAt)
  }

  private func readable(_ context: UserContext) async throws -> StoredBuild {
    let (app, build) = try await parts.build(context)
    guard app.role.mayReadLogs else { throw Refusal.role(app.role, "read logs") }
    return build
  }

  /// After which chunk to begin: our own `after_position` says it, Bitrise's cursor means it.
  private static func place(
    _ cursor: String?, _ position: String?, in reader: LogReader
  ) throws -> Int {
    if let position {
      guard let number = Int(position), number >= 0 else {
        throw Refusal(.badRequest, "after_position must be a number, not \"\(position)\".")
      }
      return number
    }
    guard let cursor else { return 0 }
    if let cursor = LogCursor(cursor) { return cursor.position }
    guard let time = WireTime.date(cursor) else {
      throw Refusal(.badRequest, "after_timestamp must be a time, not \"\(cursor)\".")
    }
    return reader.count == 0 ? 0 : try reader.position(atOrBefore: time)
  }
}

/// Whole logs, for whoever holds an address that was made for them.
struct ArchiveRoutes: Sendable {
  let parts: ServiceParts

  func add(to group: RouterGroup<GateContext>) {
    group.get("archives/:build", use: archive)
  }

  @Sendable private func archive(
    _ request: Request, _ context: GateContext
  ) async throws -> Response {
    let build = BuildSlug(rawValue: try context.parameters.require("build"))
    try parts.signer.check(
      build, expires: request.query("expires"), signature: request.query("signature"),
      at: parts.now)
    let path = parts.folder.spool(of: build).log.path
    let body =
      FileManager.default.fileExists(atPath: path)
      ? try await FileIO().loadFile(path: path, context: context) : ResponseBody()
    return Response(
      status: .ok,
      headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"], body: body)
  }
}
