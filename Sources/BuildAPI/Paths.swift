package import BuildModel

/// The contract's paths, below `/v0.1`, for client and server alike.
package enum Paths {
  package static let base = "/v0.1"
  package static let me = "/me"
  package static let apps = "/apps"
  package static let registerApp = "/apps/register"
  package static let builds = "/builds"
  package static let windows = "/remote-access"
  package static let events = "/events"
  package static let stacks = "/available-stacks"
  package static let organizations = "/organizations"
  package static let validation = "/validate-bitrise-yml"
  package static let openAPI = "/openapi.json"

  package static func app(_ app: AppSlug) -> String { "/apps/\(app)" }
  package static func builds(_ app: AppSlug) -> String { "/apps/\(app)/builds" }
  package static func workflows(_ app: AppSlug) -> String { "/apps/\(app)/build-workflows" }
  package static func configuration(_ app: AppSlug) -> String { "/apps/\(app)/bitrise.yml" }
  package static func configurationLocation(_ app: AppSlug) -> String {
    configuration(app) + "/config"
  }
  package static func pipelines(_ app: AppSlug) -> String { "/apps/\(app)/pipelines" }
  package static func pipeline(_ app: AppSlug, _ pipeline: String) -> String {
    pipelines(app) + "/\(pipeline)"
  }
  package static func branches(_ app: AppSlug) -> String { "/apps/\(app)/branches" }
  package static func build(_ app: AppSlug, _ build: BuildSlug) -> String {
    "/apps/\(app)/builds/\(build)"
  }
  package static func rebuild(_ app: AppSlug, _ build: BuildSlug) -> String {
    self.build(app, build) + "/rebuild"
  }
  package static func abort(_ app: AppSlug, _ build: BuildSlug) -> String {
    self.build(app, build) + "/abort"
  }
  package static func log(_ app: AppSlug, _ build: BuildSlug) -> String {
    self.build(app, build) + "/log"
  }
  package static func logSummary(_ app: AppSlug, _ build: BuildSlug) -> String {
    log(app, build) + "/summary"
  }
  package static func configuration(_ app: AppSlug, _ build: BuildSlug) -> String {
    self.build(app, build) + "/bitrise.yml"
  }
  package static func artifacts(_ app: AppSlug, _ build: BuildSlug) -> String {
    self.build(app, build) + "/artifacts"
  }
  package static func artifact(
    _ app: AppSlug, _ build: BuildSlug, _ artifact: ArtifactSlug
  ) -> String {
    artifacts(app, build) + "/\(artifact)"
  }
  package static func download(_ build: BuildSlug, _ artifact: ArtifactSlug) -> String {
    "/downloads/\(build)/\(artifact)"
  }
  package static func access(_ app: AppSlug, _ build: BuildSlug) -> String {
    self.build(app, build) + "/remote-access"
  }
  package static func extend(_ app: AppSlug, _ build: BuildSlug) -> String {
    access(app, build) + "/extend"
  }
}
