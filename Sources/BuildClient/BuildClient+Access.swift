package import BuildAPI
package import BuildModel
import Foundation

extension BuildClient {
  /// The way into a build's machine, with the password.
  ///
  /// - Throws: a refusal with `not_remote` where the build has no window.
  package func access(_ app: AppSlug, _ build: BuildSlug) async throws -> RemoteAccess {
    try await accessBody(app, build).access
  }

  /// The same as it stands on the wire, for commands that print it.
  package func accessBody(
    _ app: AppSlug, _ build: BuildSlug
  ) async throws -> RemoteAccessBody {
    try await get(Paths.access(app, build), as: Envelope<RemoteAccessBody>.self).data
  }

  /// Every window that is not closed, soonest deadline first; without passwords.
  package func windows() async throws -> [RemoteAccessBody] {
    try await get(Paths.windows, as: Envelope<[RemoteAccessBody]>.self).data
  }

  /// Closes a window now.
  package func closeWindow(_ app: AppSlug, _ build: BuildSlug) async throws {
    _ = try await send(.DELETE, Paths.access(app, build))
  }
}
