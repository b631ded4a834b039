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
    let (parts, token) = (self.parts, context.token)
    return Response(
      status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-cache"],
      body: ResponseBody { writer in
        var feed = feed
        feed.pass = parts.revocations.admit(token, now: parts.configuration.now)
        parts.activity.listenerCame()
        defer {
          parts.activity.listenerWent()
          parts.revocations.forget(feed.pass)
        }
        // It may have been revoked after it was looked at and before it could be cut off here.
        if try await parts.store.token(token.id) == nil { feed.pass.revoke() }
        var anyWriter: any ResponseBodyWriter = writer
        try await feed.write(to: &anyWriter)
      })
  }
}
