import AsyncHTTPClient
import BuildAPI
package import BuildModel
package import Foundation
import NIOCore

extension BuildClient {
  /// The files that a build left.
  package func artifacts(_ app: AppSlug, _ build: BuildSlug) async throws -> [Artifact] {
    try await pages(Paths.artifacts(app, build), of: ArtifactBody.self).map {
      Artifact(slug: $0.slug, title: $0.title, byteCount: $0.fileSizeBytes)
    }
  }

  /// Fetches a file that a build left, piece by piece.
  package func download(
    _ artifact: Artifact, of app: AppSlug, _ build: BuildSlug,
    _ take: @Sendable (Data) async throws -> Void
  ) async throws {
    let shown = try await get(
      Paths.artifact(app, build, artifact.slug), as: Envelope<ArtifactBody>.self)
    guard let address = shown.data.expiringDownloadURL else {
      throw ServiceError(
        .notUnderstood, "\(connection.name) tells no address for \(artifact.title).")
    }
    guard let url = URL(string: address), Self.isSafe(url) else {
      throw ServiceError(
        .notUnderstood, "\(connection.name) names an address for a file that is not https.")
    }
    // The address is signed and may be another host's: no token of ours goes there.
    let response: HTTPClientResponse
    do {
      response = try await http.execute(HTTPClientRequest(url: address), timeout: .hours(6))
    } catch { throw unreachable(error) }
    guard response.status == .ok else {
      throw ServiceError(
        .notUnderstood,
        "\(connection.name) does not hand out \(artifact.title): \(response.status.code).")
    }
    do {
      for try await piece in response.body { try await take(Data(piece.readableBytesView)) }
    } catch let error as HTTPClientError { throw unreachable(error) }
  }
}
