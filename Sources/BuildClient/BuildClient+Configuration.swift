import BuildAPI
package import BuildModel
package import Foundation

extension BuildClient {
  /// The text of the `bitrise.yml` that an app's next build runs.
  package func configuration(of app: AppSlug) async throws -> String {
    String(decoding: try await send(.GET, Paths.configuration(app)), as: UTF8.self)
  }

  /// The text of the `bitrise.yml` that a build ran.
  package func configuration(of app: AppSlug, _ build: BuildSlug) async throws -> String {
    String(decoding: try await send(.GET, Paths.configuration(app, build)), as: UTF8.self)
  }

  /// The names of the kinds of machine that builds can ask for, in alphabetical order.
  package func stacks() async throws -> [String] {
    try await get(Paths.stacks, as: [String: StackBody].self).keys.sorted()
  }

  /// How long a build may take on a kind of machine, in seconds; nil where the service does not
  /// tell.
  package func buildLimit(on stack: StackName) async throws -> TimeInterval? {
    try await get(Paths.stacks, as: [String: StackBody].self)[stack.rawValue]?.buildLimitSeconds
  }

  /// Whether the service's own copy is used, not the repository's file; nil where it does not tell
  /// this person, as Bitrise tells an app's administrators alone.
  package func keepsConfiguration(of app: AppSlug) async throws -> Bool? {
    do {
      return try await get(
        Paths.configurationLocation(app), as: ConfigurationLocationBody.self
      ).location == .service
    } catch let error as ServiceError where error.isWithheld { return nil }
  }

  /// The configuration of the next build, or where this person may not see it the one that a build
  /// ran with.
  package func configuration(
    of app: AppSlug, else build: BuildSlug
  ) async throws -> (text: String, isNext: Bool) {
    do { return (try await configuration(of: app), true) } catch let error as ServiceError
      where error.isWithheld
    { return (try await configuration(of: app, build), false) }
  }

  /// Replaces the service's own copy of an app's `bitrise.yml`.
  package func keepConfiguration(_ text: String, of app: AppSlug) async throws {
    let body = try WireCoding.encoder().encode(ConfigurationUpload(text: text))
    _ = try await send(.POST, Paths.configuration(app), body: body)
  }
}
