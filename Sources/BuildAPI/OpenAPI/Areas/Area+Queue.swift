extension Area {
  static let queue = Area(
    name: "queue",
    description: "airlock's own: builds on hold, and builds that newer ones replace.",
    schemas: [
      "RollingSwitch": .object([
        "workflow": .text.orNull.noted("Null for every workflow without a switch of its own."),
        "kind": .words("push", "pull_request"), "enabled": .flag,
      ])
    ],
    operations: [
      .post(
        "/apps/{app-slug}/builds/{build-slug}/hold", "build-hold",
        "Keep a build that has not begun from beginning", nil,
        .json(.object(["status": .words("ok")]))
      ).noted("A hold ends after 30 days: the build is aborted then.").refuses(400, 403),
      .post(
        "/apps/{app-slug}/builds/{build-slug}/release", "build-release",
        "Let a build on hold have its turn", nil, .json(.object(["status": .words("ok")]))
      ).refuses(400, 403),
      .get(
        "/apps/{app-slug}/rolling-builds", "rolling-builds-show",
        "Which newer builds take the place of older ones",
        .json(.data(.list(of: .named("RollingSwitch"))))),
      .post(
        "/apps/{app-slug}/rolling-builds", "rolling-builds-set",
        "Have newer builds take the place of older ones, or not",
        .json(
          .open(
            ["enabled": .flag],
            optional: [
              "workflow": .text.orNull.noted("All without a switch of their own where left out."),
              "kind": .words("push", "pull_request").orNull.noted("Both where left out."),
            ]), example: ["enabled": true, "workflow": "primary", "kind": "push"]),
        .json(.data(.list(of: .named("RollingSwitch"))))
      ).noted(
        "The older build of the same workflow and branch is aborted; one whose machine is open"
          + " is left alone, and the new build says so."
      ).refuses(403),
    ])
}
