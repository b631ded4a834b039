extension Area {
  static let builds = Area(
    name: "builds", description: "Builds: which there are, starting them, ending them.",
    schemas: [
      "Build": build, "BuildExtension": buildExtension, "BuildParams": buildParams,
      "Trigger": .open(
        [
          "hook_info": .open(["type": .words("bitrise")]), "build_params": .named("BuildParams"),
        ],
        optional: [
          "triggered_by": .text.orNull.noted("Who asks, if not the token's user."),
          "is_on_hold": .flag.orNull.noted("airlock's own: whether it waits to be released."),
          "is_remote": .flag.orNull.noted("airlock's own: whether its machine can be entered."),
          "hold_seconds": holdSeconds, "public_keys": publicKeys,
        ]),
      "Triggered": triggered,
      "Rebuild": .open(
        [:],
        optional: [
          "is_remote": .flag.orNull.noted("Whether its machine can be entered."),
          "hold_seconds": holdSeconds, "public_keys": publicKeys,
          "stack": .text.orNull.noted(
            "airlock's own: another kind of machine than the build's that is run again."),
        ]),
      "Abort": .open(
        [:],
        optional: [
          "abort_reason": .text.orNull, "abort_with_success": .flag.orNull,
          "skip_notifications": .flag.orNull, "skip_git_status_report": .flag.orNull,
        ]),
    ],
    operations: [
      .get(
        "/builds", "build-list-all", "The newest builds of all the caller's apps",
        query: filters + [
          .query("owner_slug", .text, "Only builds of this user's apps."),
          .query("is_on_hold", .flag, "Only builds that are, or are not, held."),
        ], .json(.page(of: .named("Build")), "Each with its app as `repository`.")),
      .get(
        "/apps/{app-slug}/builds", "build-list", "An app's builds", query: filters,
        .json(.page(of: .named("Build")))),
      .get(
        "/apps/{app-slug}/archived-builds", "archived-builds-list", "An app's builds of any age",
        query: [
          .query(
            "after", .integer, "Triggered at this time or later: seconds since 1970.",
            required: true),
          .query(
            "before", .integer, "Triggered before this time: seconds since 1970.", required: true),
          .query(
            "limit",
            .integer.from(1).upTo(Paging.mostArchivedItems)
              .preset(.integer(Paging.mostArchivedItems)), "How many items a page holds at most."),
          .next,
        ], .json(.page(of: .named("Build")))),
      .get(
        "/apps/{app-slug}/builds/{build-slug}", "build-show", "One build",
        .json(.data(.named("Build")))),
      .post(
        "/apps/{app-slug}/builds", "build-trigger", "Start a build",
        .json(
          .named("Trigger"),
          example: [
            "hook_info": ["type": "bitrise"],
            "build_params": ["branch": "main", "workflow_id": "primary"],
          ]),
        .json(.named("Triggered"), status: 201, "The build waits for its turn.")
      ).refuses(403, as: .trigger),
      .post(
        "/apps/{app-slug}/builds/{build-slug}/rebuild", "build-rebuild",
        "Run a finished build again",
        .json(.named("Rebuild"), optional: true, example: ["is_remote": true]),
        .json(.named("Triggered"), status: 201, "The new build waits for its turn.")
      ).noted("With the parameters of then, and the app's configuration as it is now.")
        .refuses(403),
      .post(
        "/apps/{app-slug}/builds/{build-slug}/abort", "build-abort", "End a build",
        .json(.named("Abort"), optional: true, example: ["abort_reason": "a newer one runs"]),
        .json(.object(["status": .words("ok")]), example: ["status": "ok"])
      ).refuses(403),
      .post(
        "/apps/{app-slug}/builds/{build-slug}/hold", "build-hold", "Keep a waiting build waiting",
        nil,
        .json(.object(["status": .words("ok")]), example: ["status": "ok"])
      ).noted("airlock's own: it waits until it is released.").refuses(400, 403),
      .post(
        "/apps/{app-slug}/builds/{build-slug}/release", "build-release", "Let a held build run",
        nil,
        .json(.object(["status": .words("ok")]), example: ["status": "ok"])
      ).noted("airlock's own: it takes its turn.").refuses(400, 403),
    ])

  private static let holdSeconds = Schema.integer.orNull.noted(
    "airlock's own: how long it stays up after its steps.")
  private static let publicKeys = Schema.list(of: .text).orNull.noted(
    "airlock's own: what opens it besides the caller's kept keys and its password.")

  private static let filters: [Operation.Parameter] = [
    .query(
      "sort_by", .words("created_at", "running_first").preset("created_at"),
      "What comes first: the newest, or what is not finished."),
    .query("branch", .text, "Only builds of this branch."),
    .query("workflow", .text, "Only builds of this workflow."),
    .query(
      "commit_message", .text.atMost(characters: 500),
      "Only builds whose commit message has this in it, in any case."),
    .query(
      "trigger_event_type", .words("push", "pull-request", "tag"),
      "Only builds that this kind of event made."),
    .query(
      "pull_request_id", .integer.from(0).upTo(PullRequestNumber.range.upperBound),
      "Only builds of this pull request."),
    .query("build_number", .integer, "Only the builds of this number."),
    .query("after", .integer, "Only builds triggered at this time or later: seconds since 1970."),
    .query("before", .integer, "Only builds triggered before this time: seconds since 1970."),
    .query(
      "status", .integer.from(0).upTo(4),
      "0 not finished, 1 success, 2 failed, 3 aborted, 4 aborted with success."),
    .query("is_pipeline_build", .flag, "Only builds of pipelines: here there are none."), .limit,
    .next,
  ]

  private static let build = Schema.object(
    [
      "slug": .slug, "build_number": .integer.from(1).noted("Counts within the app."),
      "status": .integer.from(0).upTo(4),
      "status_text": .words(
        "in-progress", "on-hold", "success", "error", "aborted", "aborted-with-success"),
      "triggered_at": .time.orNull, "started_on_worker_at": .time.orNull,
      "environment_prepare_finished_at": .time.orNull, "finished_at": .time.orNull,
      "abort_reason": .text.orNull, "is_on_hold": .flag, "is_processed": .flag,
      "is_status_sent": .flag, "branch": .text.orNull, "tag": .text.orNull,
      "commit_hash": .text.orNull, "commit_message": .text.orNull, "commit_view_url": .text.orNull,
      "triggered_workflow": .text.orNull, "triggered_by": .text.orNull,
      "machine_type_id": .text.orNull, "stack_identifier": .text.orNull,
      "original_build_params": .named("BuildParams").orNull, "pipeline_workflow_id": .text.orNull,
      "pull_request_id": .integer.orNull.noted("0 where it is of no pull request."),
      "pull_request_target_branch": .text.orNull, "pull_request_view_url": .text.orNull,
      "credit_cost": .integer.orNull, "log_format": .text.orNull, "rebuildable": .flag,
      "utility": .flag, "airlock": .named("BuildExtension"),
    ], optional: ["repository": .named("App").noted("On lists over all apps only.")])

  private static let buildExtension = Schema.object([
    "is_remote": .flag.noted("Whether it was started with remote access."),
    "isolation": .words("unknown", "isolated", "not-isolated").noted(
      "How well its machine is kept apart from its host."),
    "failure_reason": .text.orNull.noted("Why it failed where no step tells."),
    "rebuild_of": .integer.orNull.noted("The number of the build that it runs again."),
    "configuration_changed": .flag.orNull.noted(
      "Whether it runs with another configuration than that build did."),
    "commit_changed": .flag.orNull.noted("Whether it runs another commit than that build did."),
    "priority": .integer.from(-100).upTo(100),
    "machine_kept_until": .time.orNull.noted(
      "Until when the failed build's machine can still be opened without a rebuild."),
  ])

  private static let buildParams = Schema.open(
    [:],
    optional: plainParams.merging([
      "priority": .integer.from(-100).upTo(100).orNull,
      "environments": .list(
        of: .open(
          ["value": .text],
          optional: [
            "key": variableName.orNull,
            "mapped_to": .text.orNull.noted("The older name of `key`, which goes before it."),
            "is_expand": .flag.orNull,
          ])
      ).orNull,
      "pull_request_id": .integer.from(0).upTo(PullRequestNumber.range.upperBound).orNull.noted(
        "A text of digits is taken as well."),
      "commit_paths": .list(
        of: .open(
          [:],
          optional: [
            "added": .list(of: .text).orNull, "modified": .list(of: .text).orNull,
            "removed": .list(of: .text).orNull,
          ])
      ).orNull, "skip_git_status_report": .flag.orNull,
    ]) { $1 }
  ).noted("Those on which no build here depends are kept and shown again.")

  private static let plainParams = Dictionary(
    uniqueKeysWithValues: [
      "branch", "tag", "commit_hash", "commit_message", "workflow_id", "pipeline_id", "stack",
      "machine_type_id", "build_request_slug", "diff_url", "branch_dest", "branch_repo_owner",
      "branch_dest_repo_owner", "base_repository_url", "head_repository_url",
      "pull_request_author", "pull_request_head_branch", "pull_request_merge_branch",
      "pull_request_unverified_merge_branch", "pull_request_repository_url",
    ].map { ($0, Schema.text.orNull) })

  private static let variableName = Schema.text.pattern("^[A-Za-z_][A-Za-z0-9_]*$")

  private static let triggered = Schema.object([
    "status": .words("ok"), "message": .text, "slug": .slug.noted("The app's slug."),
    "service": .words("bitrise"), "build_slug": .slug, "build_number": .integer.from(1),
    "build_url": .address, "triggered_workflow": .text,
    "results": .list(
      of: .object([
        "build_slug": .slug, "build_number": .integer.from(1), "build_url": .address,
        "triggered_workflow": .text, "triggered_pipeline": .text, "status": .words("ok"),
        "message": .text,
      ])),
    "notes": .list(of: .text).noted("airlock's own: what there is to say of the build."),
  ])
}
