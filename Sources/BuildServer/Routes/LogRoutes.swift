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
    group.get("apps/:app/builds/:build/log/steps/:step", use: step)
  }

  /// Answers at once, with no chunks, for a build that has not begun; Bitrise's own answer is
  /// 404 for its first seconds, and its clients take either for "ask again".
  @Sendable private func log(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let build = try await readable(context).build
    let place = try LogPlace(request)
    let isOver = build.status.isFinished
    let address =
      parts.address(request)
      + parts.signer.signed(ArchivePath.log(of: build.slug), at: parts.now)
    if isOver, place == nil {
      return try .json(
        LogBody(
          logChunks: [], nextAfterTimestamp: nil, nextBeforeTimestamp: nil, isArchived: true,
          expiringRawLogURL: address))
    }
    let reader = LogReader(parts.folder.spool(of: build.slug))
    let (chunks, isEnd) = try await onDisk { try Self.read(place ?? .after(0), reader) }
    // One who follows by cursor gets the tail of a finished log before hearing it is whole.
    let isWhole = isOver && isEnd
    var seconds = WireSeconds()
    return try .json(
      LogBody(
        logChunks: chunks.map {
          LogBody.Chunk(
            chunk: $0.text, position: $0.position, createdAt: $0.writtenAt.map { seconds.text($0) })
        },
        nextAfterTimestamp: chunks.last.map(LogCursor.text)
          ?? request.query("after_timestamp") ?? Self.start(of: build),
        nextBeforeTimestamp: chunks.first.flatMap { $0.position > 1 ? LogCursor.text($0) : nil },
        isArchived: isWhole, expiringRawLogURL: isWhole ? address : nil))
  }

  /// A part of the log, and whether it reaches the log's end.
  private static func read(
    _ place: LogPlace, _ reader: LogReader
  ) throws -> (chunks: [LogChunk], isEnd: Bool) {
    var chunks: [LogChunk] = []
    switch place {
    case .after(let position):
      chunks = try reader.chunks(after: position, limit: mostChunks, bytes: mostBytes)
      return (chunks, position + chunks.count >= reader.count)
    case .afterTime(let time):
      return try read(.after(reader.position(atOrBefore: time)), reader)
    case .before(let position):
      chunks = try reader.chunks(before: position, limit: mostChunks, bytes: mostBytes)
      return (chunks, chunks.last.map { $0.position >= reader.count } ?? (reader.count == 0))
    case .beforeTime(let time):
      return try read(.before(reader.position(before: time) + 1), reader)
    }
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

  @Sendable private func step(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let build = try await readable(context).build.slug
    let wanted = try context.parameters.require("step")
    let step = try await parts.store.steps(of: build).first {
      StepBody($0, build: build).uuid == wanted
    }
    guard let step else { throw Refusal(.notFound, "The build has no step \(wanted).") }
    guard step.status.isFinished else { return try .json(StepLogBody(expiringRawLogURL: "")) }
    let path = ArchivePath.log(of: step, in: build)
    return try .json(
      StepLogBody(
        expiringRawLogURL: parts.address(request) + parts.signer.signed(path, at: parts.now)))
  }

  /// The cursor before all chunks: Bitrise's command line asks no more where it gets none, as it
  /// would while a build waits.
  private static func start(of build: Build) -> String? {
    build.status.isFinished
      ? nil : LogCursor.text(LogChunk(position: 0, text: "", writtenAt: build.triggeredAt))
  }

  private func readable(_ context: UserContext) async throws -> StoredBuild {
    let (app, build) = try await parts.build(context)
    guard app.role.mayReadLogs else { throw Refusal.role(app.role, "read logs") }
    return build
  }
}
