package import BuildModel

extension Paths {
  package static func hold(_ app: AppSlug, _ build: BuildSlug) -> String {
    self.build(app, build) + "/hold"
  }
  package static func release(_ app: AppSlug, _ build: BuildSlug) -> String {
    self.build(app, build) + "/release"
  }
  package static func rolling(_ app: AppSlug) -> String { self.app(app) + "/rolling-builds" }
}
