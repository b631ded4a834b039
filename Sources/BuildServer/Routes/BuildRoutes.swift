import BuildAPI
import BuildDatabase
import BuildModel
import Hummingbird

/// Which builds there are.
struct BuildRoutes: Sendable {
  let parts: ServiceParts

  func add(to group: RouterGroup<UserContext>) {
    group.get("builds", use: listOfAll)
    group.get("apps/:app/builds", use: list)
    group.get("apps/:app/archived-builds", use: archive)
    group.get("apps/:app/builds/:build", use: show)
  }

  @Sendable private func listOfAll(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    var filter = try request.buildFilter()
    filter.seenBy = context.user.slug
    filter.owner = request.query("owner_slug").map(UserSlug.init(rawValue:))
    let page = try request.page()
    let builds = try await parts.store.builds(filter, page: page)
    var apps: [AppSlug: AppBody] = [:]
    for app in Set(builds.items.map(\.build.app)) {
      apps[app] = try await parts.store.app(app, seenBy: context.user.slug).map { AppBody($0) }
    }
    let bodies = try builds.items.map { try BuildBody($0, repository: apps[$0.build.app]) }
    return try .json(Page(data: bodies, paging: Paging(builds, limit: page.limit)))
  }

  @Sendable private func list(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    var filter = try request.buildFilter()
    filter.app = try await parts.app(context).app.slug
    let page = try request.page()
    let builds = try await parts.store.builds(filter, page: page)
    let bodies = try builds.items.map { try BuildBody($0) }
    return try .json(Page(data: bodies, paging: Paging(builds, limit: page.limit)))
  }

  /// Builds of any age; Bitrise keeps those apart that are older than 200 days, we do not.
  @Sendable private func archive(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    var filter = BuildFilter()
    filter.app = try await parts.app(context).app.slug
    filter.after = try request.requiredTime("after")
    filter.before = try request.requiredTime("before")
    let page = try request.page(of: Paging.mostArchivedItems)
    let builds = try await parts.store.builds(filter, page: page)
    let bodies = try builds.items.map { try BuildBody($0) }
    return try .json(Page(data: bodies, paging: Paging(builds, limit: page.limit)))
  }

  @Sendable private func show(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    try .json(Envelope(data: BuildBody(try await parts.build(context).build)))
  }
}
