import BuildAPI
import BuildDatabase
import BuildModel
import Foundation
import Hummingbird

/// Who did what: all of it for administrators, an app's for those who manage the app.
struct AuditRoutes: Sendable {
  let parts: ServiceParts

  func add(to group: RouterGroup<UserContext>) {
    group.get("audit", use: list)
  }

  @Sendable private func list(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    var filter = AuditFilter()
    filter.apps = try await apps(request.query("app").map(AppSlug.init(rawValue:)), context)
    filter.build = request.query("build").map(BuildSlug.init(rawValue:))
    filter.after = try request.query("after", as: Int.self, "a time in seconds since 1970")
      .map { Date(timeIntervalSince1970: Double($0)) }
    let page = try request.page()
    let entries = try await parts.store.audit(filter, page: page)
    return try .json(
      Page(
        data: entries.items.map { AuditBody($0) }, paging: Paging(entries, limit: page.limit)))
  }

  /// Whose audit the user gets; nil for all of it.
  private func apps(_ app: AppSlug?, _ context: UserContext) async throws -> Set<AppSlug>? {
    guard !context.user.isAdmin else { return app.map { [$0] } }
    if let app {
      guard let seen = try await parts.store.app(app, seenBy: context.user.slug) else {
        throw Refusal.noApp
      }
      guard seen.role.mayManageApp else { throw Refusal.role(seen.role, "read its audit") }
      return [app]
    }
    let managed = try await parts.store.managedApps(of: context.user.slug)
    guard !managed.isEmpty else {
      throw Refusal(
        .forbidden,
        "Only administrators of this service, and owners and admins of an app, may read the audit.",
        code: .role)
    }
    return managed
  }
}

extension AuditBody {
  fileprivate init(_ entry: StoredAuditEntry) {
    self.init(id: entry.id, at: entry.at, event: entry.event, detail: entry.detail)
    userSlug = entry.user?.rawValue
    username = entry.userName
    address = entry.address
    appSlug = entry.app
    appTitle = entry.appTitle
    buildSlug = entry.build
    buildNumber = entry.buildNumber
  }
}
