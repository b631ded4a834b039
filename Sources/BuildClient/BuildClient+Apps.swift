package import BuildAPI
package import BuildModel

extension BuildClient {
  /// Removes an app with its builds.
  ///
  /// - Parameter byForce: ends what still runs, and shuts machines that are open, first.
  package func removeApp(_ app: AppSlug, byForce: Bool) async throws {
    _ = try await send(.DELETE, Paths.app(app), query: byForce ? ["force": "true"] : [:])
  }

  /// Turns rolling builds on or off, and tells all switches of the app.
  package func setRolling(_ switching: RollingBody, of app: AppSlug) async throws -> [RollingBody] {
    try await post(Paths.rolling(app), switching, as: Envelope<[RollingBody]>.self).data
  }
}
