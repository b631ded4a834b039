package import BuildModel
package import Dashboard

/// What the dashboard wants of what a build leaves: its configuration, its files, its machine.
package struct FileServices: Sendable {
  /// The text of the `bitrise.yml` that a build ran, or that the next one of its app will.
  package var loadConfiguration: @Sendable (Build, Configuration.Source) async throws -> String
  package var loadArtifacts: @Sendable (Build) async throws -> [Artifact]
  /// Writes an artifact into a file and answers its path; tells meanwhile how many bytes have come.
  package var download:
    @Sendable (Build, Artifact, _ grew: @escaping @Sendable (Int) -> Void) async throws -> String
  /// Sends a kept machine away and answers its build.
  package var sendAway: @Sendable (Build) async throws -> Build

  package init(
    loadConfiguration: @escaping @Sendable (Build, Configuration.Source) async throws -> String,
    loadArtifacts: @escaping @Sendable (Build) async throws -> [Artifact],
    download:
      @escaping @Sendable (Build, Artifact, _ grew: @escaping @Sendable (Int) -> Void)
      async throws -> String,
    sendAway: @escaping @Sendable (Build) async throws -> Build
  ) {
    self.loadConfiguration = loadConfiguration
    self.loadArtifacts = loadArtifacts
    self.download = download
    self.sendAway = sendAway
  }

  /// Services that call this for each use, as ``Services/unimplemented(_:)``.
  package static func unimplemented(
    _ used: @escaping @Sendable (_ name: String) -> Void
  ) -> FileServices {
    @Sendable func fail(_ name: String) -> ServiceFailure {
      used(name)
      return .refused("\(name) is not there")
    }
    return FileServices(
      loadConfiguration: { _, _ in throw fail("loadConfiguration") },
      loadArtifacts: { _ in throw fail("loadArtifacts") },
      download: { _, _, _ in throw fail("download") },
      sendAway: { _ in throw fail("sendAway") })
  }
}
