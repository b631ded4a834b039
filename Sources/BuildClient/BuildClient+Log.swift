import BuildAPI
package import BuildModel
import Foundation

extension BuildClient {
  /// The chunks of a build's log that are numbered above a position, as many as one answer holds.
  package func log(
    _ app: AppSlug, _ build: BuildSlug, after position: Int
  ) async throws -> [LogChunk] {
    let body = try await get(
      Paths.log(app, build), query: ["after_position": String(position)], as: LogBody.self)
    return body.logChunks.filter { $0.position > position }
      .sorted { $0.position < $1.position }
      .map { LogChunk(position: $0.position, text: $0.chunk, writtenAt: .distantPast) }
  }
}
