import BuildDatabase
import BuildModel
import Foundation

/// The secrets of apps, opened only on their way to a worker or to one who may read them.
struct AppSecrets: Sendable {
  let store: BuildStore
  let vault: SecretVault

  /// What a build gets as variables.
  ///
  /// A build of a pull request runs what somebody else has written: it gets only what is exposed
  /// to such builds (as on Bitrise, where nothing is unless it is said).
  func variables(for build: Build) async throws -> [EnvironmentVariable] {
    try await store.secrets(of: build.app)
      .filter { build.pullRequestID == nil || $0.isExposedForPullRequests }
      .map { secret in
        EnvironmentVariable(
          key: secret.name, value: try value(of: secret), isExpand: secret.isExpand)
      }
  }

  /// All that a worker needs and that stands in no file: the variables, and what opens the
  /// repository.
  func handover(for build: Build) async throws -> [EnvironmentVariable] {
    let access = try await access(to: build.app).map { EnvironmentVariable.repositoryAccess($0) }
    return try await variables(for: build) + (access.map { [$0] } ?? [])
  }

  func value(of secret: StoredSecret) throws -> String {
    try vault.open(secret.sealed, as: Self.place(secret.name, secret.app))
  }

  func seal(_ value: String, as name: String, of app: AppSlug) throws -> Data {
    try vault.seal(value, as: Self.place(name, app))
  }

  private static func place(_ name: String, _ app: AppSlug) -> [String] {
    ["secret", app.rawValue, name]
  }

  // MARK: Repositories

  /// The app with its repository's whole address, for git only.
  func opened(_ app: App) async throws -> App {
    var app = app
    app.repository =
      RepositoryAddress(
        remote: app.repository, access: try await access(to: app.slug)
      ).text
    return app
  }

  func keep(_ access: String, to app: AppSlug, remote: String? = nil) async throws {
    let sealed = try vault.seal(access, as: Self.repository(app))
    try await store.setRepositoryAccess(sealed, of: app, remote: remote)
  }

  /// Seals the passwords that an earlier version left in addresses.
  func sealAddresses() async throws {
    for app in try await store.appsWithOpenAccess() {
      let address = RepositoryAddress(app.repository)
      guard let access = address.access else { continue }
      try await keep(access, to: app.slug, remote: address.remote)
    }
  }

  private func access(to app: AppSlug) async throws -> String? {
    try await store.repositoryAccess(of: app).map {
      try vault.open($0, as: Self.repository(app))
    }
  }

  private static func repository(_ app: AppSlug) -> [String] { ["repository", app.rawValue] }
}
