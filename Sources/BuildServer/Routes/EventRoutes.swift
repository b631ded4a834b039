import BuildAPI
import Hummingbird

/// What changes, as it changes.
struct EventRoutes: Sendable {
  let parts: ServiceParts

  func add(to group: RouterGroup<UserContext>) {
    group.get("events", use: follow)
  }

  @Sendable private func follow(_ request: Request, _ context: UserContext) -> Response {
    let feed = EventFeed(
      hub: parts.hub, store: parts.store, user: context.user.slug,
      lastEventID: HTTPFields.Element.Name("Last-Event-ID").flatMap { request.headers[$0] })
    let activity = parts.activity
    return Response(
      status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-cache"],
      body: ResponseBody { writer in
        activity.listenerCame()
        defer { activity.listenerWent() }
        var anyWriter: any ResponseBodyWriter = writer
        try await feed.write(to: &anyWriter)
      })
  }
}
