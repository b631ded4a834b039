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
    guard try await offer() == .windows else {
      return try await logs.part(app, build, after: position, client: self)
    }
    let body = try await get(
      Paths.log(app, build), query: ["after_position": String(position)], as: LogBody.self)
    var seconds = WireSeconds()
    let chunks = body.logChunks.filter { $0.position > position }
      .sorted { $0.position < $1.position }
      .map { chunk in
        LogChunk(
          position: chunk.position, text: chunk.chunk,
          writtenAt: chunk.createdAt.flatMap { seconds.date($0) })
      }
    return LogPart(chunks: chunks, isWhole: body.isArchived)
  }

  /// The chunks of a finished build's log above a position, to the very last: a service that puts
  /// finished logs away takes a moment to do so.
  package func restOfLog(
    _ app: AppSlug, _ build: BuildSlug, after position: Int
  ) async throws -> [LogChunk] {
    var chunks: [LogChunk] = []
    // Half a minute at most; what has not come then is not coming.
    for _ in 0..<15 {
      while true {
        let part = try await logPart(app, build, after: chunks.last?.position ?? position)
        chunks += part.chunks
        let isOurs = try await offer() == .windows
        if part.isWhole || isOurs && part.chunks.isEmpty { return chunks }
        if part.chunks.isEmpty { break }
      }
      try await NetworkThreads.pause(.seconds(2))
    }
    return chunks
  }
}
