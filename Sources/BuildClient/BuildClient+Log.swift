import BuildAPI
package import BuildModel
import Foundation

/// Some chunks of a log.
package struct LogPart: Sendable {
  /// In order.
  package var chunks: [LogChunk]
  /// The build is over and its log has nothing after these.
  package var isWhole: Bool
}

extension BuildClient {
  /// The chunks of a build's log that are numbered above a position, as many as one answer holds.
  package func log(
    _ app: AppSlug, _ build: BuildSlug, after position: Int
  ) async throws -> [LogChunk] {
    try await logPart(app, build, after: position).chunks
  }

  /// The same, with word whether more can come.
  package func logPart(
    _ app: AppSlug, _ build: BuildSlug, after position: Int
  ) async throws -> LogPart {
    let body = try await get(
      Paths.log(app, build), query: ["after_position": String(position)], as: LogBody.self)
    let chunks = body.logChunks.filter { $0.position > position }
      .sorted { $0.position < $1.position }
      .map { LogChunk(position: $0.position, text: $0.chunk, writtenAt: .distantPast) }
    return LogPart(chunks: chunks, isWhole: body.isArchived)
  }
}
