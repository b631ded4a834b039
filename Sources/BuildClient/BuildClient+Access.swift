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

  /// Opens a window on a build that has none: one that runs, or a failed one whose machine is kept.
  package func openWindow(
    _ app: AppSlug, _ build: BuildSlug
  ) async throws -> RemoteAccessBody {
    let data = try await send(.POST, Paths.access(app, build))
    return try decode(data, as: Envelope<RemoteAccessBody>.self).data
  }

  /// Adds time to a window.
  package func extendWindow(_ app: AppSlug, _ build: BuildSlug, seconds: Int) async throws {
    _ = try await post(
      Paths.extend(app, build), ExtendRequest(seconds: seconds), as: StatusBody.self)
  }

  /// Closes a window now, or sends a kept machine away.
  package func closeWindow(_ app: AppSlug, _ build: BuildSlug) async throws {
    _ = try await send(.DELETE, Paths.access(app, build))
  }
}
