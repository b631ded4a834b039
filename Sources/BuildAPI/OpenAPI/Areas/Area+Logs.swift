import BuildModel

extension Area {
  static let logs = Area(
    name: "logs", description: "What builds have printed, and how their steps went.",
    schemas: ["Log": log, "LogSummary": summary, "Step": step],
    operations: [
      .get(
        "/apps/{app-slug}/builds/{build-slug}/log", "build-log", "A build's log",
        query: [
          .query(
            "after_timestamp", .time,
            "Only what follows: the `next_after_timestamp` of an earlier answer."),
          .query(
            "after_position", .integer.from(0), "airlock's own: only chunks numbered above this."),
          .query(
            "before_timestamp", .time,
            "Only what comes before: the `next_before_timestamp` of an earlier answer."),
        ], .json(.named("Log"))
      ).noted("Chunks while the build runs; afterwards the address of the whole.").refuses(403),
      .get(
        "/apps/{app-slug}/builds/{build-slug}/log/summary", "build-log-summary",
        "How a build's steps went", .json(.named("LogSummary"))
      ).refuses(403),
      .get(
        "/apps/{app-slug}/builds/{build-slug}/log/steps/{step-uuid}", "build-log-step",
        "Where the log of one step is", .json(.object(["expiring_raw_log_url": .text]))
      ).noted("Empty while the step has not finished.").refuses(403),
      .get(
        "/archives/{build-slug}/steps/{step-index}", "build-log-step-archive",
        "The log of a step, for whoever has its address", query: signed,
        .json(
          .list(of: .object(["message": .text])),
          "What the step has printed, as it was written.")
      ).noted("The address is good for ten minutes.").refuses(403).withoutToken,
      .get(
        "/archives/{build-slug}", "build-log-archive", "A whole log, for whoever has its address",
        query: signed, .text("text/plain", "All that the build has printed.")
      ).noted("The address is the log's `expiring_raw_log_url`; it is good for ten minutes.")
        .refuses(403).withoutToken,
    ])

  private static let signed: [Operation.Parameter] = [
    .query("expires", .integer, "As the address has it."),
    .query("signature", .text, "As the address has it."),
  ]

  private static let log = Schema.object([
    "log_chunks": .list(
      of: .object(
        ["chunk": .text, "position": .integer.from(1)],
        optional: ["created_at": .time.noted("airlock's own: the second it was written in.")])),
    "next_after_timestamp": .text.orNull, "next_before_timestamp": .text.orNull,
    "is_archived": .flag.noted("Whether the log is whole."),
    "expiring_raw_log_url": .address.orNull,
  ])

  private static let summary = Schema.object([
    "app_id": .slug, "build_id": .slug, "is_log_archived": .flag,
    "execution": .object([
      "workflows": .list(
        of: .object([
          "uuid": .text, "workflow_id": .text, "steps": .list(of: .named("Step")),
        ]))
    ]),
  ])

  private static let step = Schema.object(
    [
      "uuid": .text, "step_id": .text, "title": .text, "version": .text,
      "status": .words(StepStatus.allCases.map(\.rawValue)), "status_reason": .text,
      "started_at": .time.orNull, "finished_at": .time.orNull,
      "errors": .list(of: .object(["code": .integer, "message": .text])),
      "index": .count.noted("airlock's own: its place in the order of running."),
    ],
    optional: [
      "first_chunk": .integer.noted("airlock's own: where its part of the log begins."),
      "last_chunk": .integer.noted("airlock's own: where its part of the log ends."),
    ])
}
