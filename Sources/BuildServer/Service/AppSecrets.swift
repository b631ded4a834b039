import BuildDatabase
import BuildModel
import Foundation

/// The secrets of apps, opened only on their way to a worker or to one who may read them.
struct AppSecrets: Sendable {
  let store: BuildStore
  let vault: SecretVault

  /// What the app's builds get.
  func variables(of app: AppSlug) async throws -> [EnvironmentVariable] {
    try await store.secrets(of: app).map { secret in
      EnvironmentVariable(
        key: secret.name, value: try value(of: secret), isExpand: secret.isExpand)
    }
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
}
