import BuildAPI
import BuildDatabase
import BuildModel
import Foundation
import Hummingbird

/// Which builds there are.
struct BuildRoutes: Sendable {
  let parts: ServiceParts

  func add(to group: RouterGroup<UserContext>) {
    group.get("builds", use: listOfAll)
    group.get("apps/:app/builds", use: list)
    group.get("apps/:app/builds/:build", use: show)
  }

  @Sendable private func listOfAll(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    var filter = try request.filter()
    filter.seenBy = context.user.slug
    return try await page(of: filter, request, withApps: context.user)
  }

  @Sendable private func list(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let app = try await parts.app(context).app
    var filter = try request.filter()
    filter.app = app.slug
    return try await page(of: filter, request, withApps: nil)
  }

  @Sendable private func show(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    try .json(Envelope(data: BuildBody(try await parts.build(context).build)))
  }

  private func page(
    of filter: BuildFilter, _ request: Request, withApps user: User?
  ) async throws -> Response {
    let page = try request.page()
    let builds = try await parts.store.builds(filter, page: page)
    var apps: [AppSlug: AppBody] = [:]
    if let user {
      for app in Set(builds.items.map(\.build.app)) {
        apps[app] = try await parts.store.app(app, seenBy: user.slug).map { AppBody($0) }
      }
    }
    let bodies = try builds.items.map { try BuildBody($0, repository: apps[$0.build.app]) }
    return try .json(Page(data: bodies, paging: Paging(builds, limit: page.limit)))
  }
}

extension Request {
  /// The filter in the query, in Bitrise's words.
  fileprivate func filter() throws -> BuildFilter {
    var filter = BuildFilter()
    filter.workflow = query("workflow")
    filter.branch = query("branch")
    filter.commitMessage = query("commit_message")
    filter.number = try query("build_number", as: Int.self, "a whole number")
    filter.after = try time("after")
    filter.before = try time("before")
    if let status = try query("status", as: Int.self, "a number from 0 to 4") {
      filter.statuses = Set(BuildStatus.allCases.filter { $0.wireNumber == status })
      guard (0...4).contains(status) else {
        throw Refusal(.badRequest, "status must be a number from 0 to 4, not \(status).")
      }
    }
    // Nothing is ever on hold here, of a pull request, or part of a pipeline.
    let asksForNothing = [
      try query("is_on_hold", as: Bool.self, "true or false") ?? false,
      try query("is_pipeline_build", as: Bool.self, "true or false") ?? false,
      try query("pull_request_id", as: Int.self, "a whole number") ?? 0 != 0,
    ]
    if asksForNothing.contains(true) { filter.statuses = [] }
    if let text = query("trigger_event_type") {
      guard let trigger = BuildFilter.Trigger(rawValue: text) else {
        throw Refusal(
          .badRequest,
          "trigger_event_type must be push, pull-request or tag, not \"\(text)\".")
      }
      filter.trigger = trigger
    }
    switch query("sort_by") {
    case nil, "created_at": break
    case "running_first": filter.isRunningFirst = true
    case let other?:
      throw Refusal(
        .badRequest, "sort_by must be created_at or running_first, not \"\(other)\".")
    }
    return filter
  }

  private func time(_ name: String) throws -> Date? {
    try query(name, as: Int.self, "a time in seconds since 1970")
      .map { Date(timeIntervalSince1970: Double($0)) }
  }
}
