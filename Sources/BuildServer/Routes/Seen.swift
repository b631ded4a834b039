import BuildAPI
import BuildDatabase
import BuildModel
import Hummingbird

extension ServiceParts {
  /// The app a path names, as the user sees it.
  func app(_ context: UserContext) async throws -> SeenApp {
    let slug = AppSlug(rawValue: try context.parameters.require("app"))
    guard let app = try await store.app(slug, seenBy: context.user.slug) else {
      throw Refusal.noApp
    }
    return app
  }

  /// The build a path names, in an app that the user sees.
  func build(_ context: UserContext) async throws -> (app: SeenApp, build: StoredBuild) {
    let app = try await app(context)
    let slug = BuildSlug(rawValue: try context.parameters.require("build"))
    guard let build = try await store.build(slug), build.build.app == app.app.slug else {
      throw Refusal.noBuild
    }
    return (app, build)
  }

  /// The service's own address, by the name that the request used.
  func address(_ request: Request) -> String {
    "http://\(request.head.authority ?? configuration.authority)\(Paths.base)"
  }

  func address(of build: Build, _ request: Request) -> String {
    address(request) + Paths.build(build.app, build.slug)
  }
}
