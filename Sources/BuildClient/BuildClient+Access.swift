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
    guard try await offer() == .windows else {
      return RemoteAccessBody(try await estimatedAccess(app, build), app: app)
    }
    return try await get(Paths.access(app, build), as: Envelope<RemoteAccessBody>.self).data
  }

  /// Every window that is not closed, soonest deadline first; without passwords.
  package func windows() async throws -> [RemoteAccessBody] {
    guard try await offer() == .windows else { return try await estimatedWindows() }
    return try await get(Paths.windows, as: Envelope<[RemoteAccessBody]>.self).data
  }

  /// Opens a window on a build that has none: one that waits or runs, or a failed one whose machine
  /// is kept.
  package func openWindow(
    _ app: AppSlug, _ build: BuildSlug
  ) async throws -> RemoteAccessBody {
    try await needsWindows("open the machine of a build as it is; rebuild it with remote access")
    let data = try await send(.POST, Paths.access(app, build))
    return try decode(data, as: Envelope<RemoteAccessBody>.self).data
  }

  /// Adds time to a window.
  package func extendWindow(_ app: AppSlug, _ build: BuildSlug, seconds: Int) async throws {
    try await needsWindows("keep a machine open longer; `airlock stay` shows the step that does")
    _ = try await post(
      Paths.extend(app, build), ExtendRequest(seconds: seconds), as: StatusBody.self)
  }

  /// Closes a window now, or sends a kept machine away.
  package func closeWindow(_ app: AppSlug, _ build: BuildSlug) async throws {
    try await needsWindows("close a machine; abort its build while it runs")
    _ = try await send(.DELETE, Paths.access(app, build))
  }

  /// - Parameter wish: what a service without windows cannot do, and what can be done instead.
  func needsWindows(_ wish: String) async throws {
    guard try await offer() == .windows else {
      throw ServiceError(.refused(nil), "\(connection.name) cannot \(wish).")
    }
  }
}
