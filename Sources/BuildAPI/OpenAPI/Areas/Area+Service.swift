extension Area {
  static let service = Area(
    name: "service", description: "airlock's own: the service itself.",
    schemas: [
      "BuildEvent": .object(["app": .named("App"), "build": .named("Build")]),
      "StepEvent": .object([
        "app_slug": .slug, "build_slug": .slug, "step": .named("Step"),
      ]),
      "LogEvent": .object([
        "app_slug": .slug, "build_slug": .slug,
        "chunks": .count.noted("How many chunks the log holds now."),
      ]),
    ],
    operations: [
      .get(
        "/events", "events-follow", "What changes, as it changes",
        query: [
          Operation.Parameter(
            name: "Last-Event-ID", schema: .text,
            description: "The id of the last event that was heard, to go on from there.",
            place: "header")
        ], .text("text/event-stream", "Events, until the caller goes.")
      ).noted(
        """
        Server-sent events: `build` with a BuildEvent, `step` with a StepEvent, `window` with a \
        RemoteAccess without passwords, `log` with a LogEvent, and `reset` where the stream cannot \
        be taken up again: read everything anew.
        """),
      .get(
        "/openapi.json", "openapi-show", "This description",
        .json(.anyObject, "An OpenAPI document.")
      ).withoutToken,
    ])
}
