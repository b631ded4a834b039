import BuildModel

extension Area {
  static let access = Area(
    name: "remote-access", description: "airlock's own: the way into builds' machines.",
    schemas: ["RemoteAccess": remoteAccess],
    operations: [
      .get(
        "/remote-access", "remote-access-list",
        "Every window that the caller may use, soonest deadline first",
        .json(.data(.list(of: .named("RemoteAccess"))), "Without passwords.")),
      .get(
        path, "remote-access-show", "The way into one build's machine",
        .json(.data(.named("RemoteAccess")), "With the password.")
      ).refuses(403),
      .post(
        path, "remote-access-open", "Open a window on a machine", nil,
        .json(.data(.named("RemoteAccess")), "It was open already."),
        .json(.data(.named("RemoteAccess")), status: 201, "It opens now.")
      ).noted(
        "Of a build that runs, or that failed a short while ago, with no rebuild; of one that still"
          + " waits it opens as soon as it stands."
      )
      .refuses(400, 403),
      .delete(
        path, "remote-access-close", "Close a window now",
        .json(.object(["status": .words("ok")]), example: ["status": "ok"])
      ).refuses(400, 403),
      .post(
        path + "/extend", "remote-access-extend", "Keep a window open for longer",
        .json(.open(["seconds": .integer.from(1)]), example: ["seconds": 1800]),
        .json(.object(["status": .words("ok")]), example: ["status": "ok"])
      ).refuses(403),
    ])

  private static let path = "/apps/{app-slug}/builds/{build-slug}/remote-access"

  private static let remoteAccess = Schema.object([
    "app_slug": .slug, "build_slug": .slug,
    "state": .words("opening", "open", "closing", "closed"),
    "opened_at": .time.orNull,
    "closes_at": .time.orNull.noted("Unknown, so null, while the build runs."),
    "closed_at": .time.orNull,
    "closed_reason": .words(AccessWindow.ClosedReason.allCases.map(\.rawValue)).orNull,
    "grace_seconds": .number.noted("How long the window stays open after the build."),
    "hold_seconds": .number.noted("How much it was extended by."),
    "build_limit_at": .time.orNull, "no_output_limit_at": .time.orNull,
    "server_time": .time.noted("The service's clock, to count on."),
    "ssh": Schema.object([
      "host": .text, "port": .integer.from(1).upTo(65535), "username": .text,
      "password": .text.orNull, "command": .text, "host_key": .text.orNull,
      "host_key_fingerprint": .text.orNull,
    ]).orNull,
    "screen_share": Schema.object([
      "address": .text, "username": .text, "password": .text.orNull,
    ]).orNull,
    "screen_share_unavailable": .text.orNull.noted("Why there is none, and what has one."),
    "source_dir": .text.orNull, "connections": .count.noted("How many people are inside."),
  ])
}
