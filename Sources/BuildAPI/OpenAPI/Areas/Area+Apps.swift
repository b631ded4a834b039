import BuildModel

extension Area {
  static let apps = Area(
    name: "apps", description: "Projects that build.",
    schemas: [
      "App": .object([
        "slug": .slug, "title": .text, "project_type": .text.orNull, "provider": .text.orNull,
        "repo_owner": .text.orNull, "repo_slug": .text.orNull,
        "repo_url": .text.orNull.noted("A folder's absolute path, or a git URL."),
        "is_disabled": .flag, "status": .integer, "is_public": .flag,
        "is_github_checks_enabled": .flag, "project_id": .text.orNull, "avatar_url": .text.orNull,
        "owner": .named("Owner").orNull,
      ]),
      "Owner": .object([
        "account_type": .words("user", "organization"), "name": .text, "slug": .slug,
      ]),
      "Registration": .open(
        ["repo_url": .text.notEmpty().noted("A folder's absolute path, or a git URL.")],
        optional: [
          "title": .text.orNull, "default_branch_name": .text.orNull,
          "is_public": .flag.orNull.noted("Taken from Bitrise's clients; nothing here is public."),
          "provider": .text.orNull,
        ]),
      "RollingSwitch": .object([
        "workflow": .text.orNull.noted("Null for all that have no switch of their own."),
        "kind": rollingKind, "enabled": .flag,
      ]),
      "Stack": .object(
        [
          "id": .text, "title": .text, "os": .words("linux", "macos"),
          "os_version": .integer.orNull, "status": .words("stable", "edge", "frozen"),
          "description": .text.orNull, "stack-report": .text.orNull, "removal-date": .text.orNull,
        ],
        optional: [
          "has_ssh": .flag.noted("airlock's own: whether its machines can be entered."),
          "has_screen_share": .flag.noted("airlock's own: whether they have a desktop to show."),
          "build_limit_seconds": .number.noted(
            "airlock's own: how long a build may take before it is ended."),
        ]),
    ],
    operations: [
      .get(
        "/apps", "app-list", "The apps in which the caller has a role",
        query: [
          .query(
            "sort_by", .words("last_build_at", "created_at").preset("last_build_at"),
            "What comes first: the app built last, or the newest app."),
          .query("title", .text, "Only apps of exactly this title."),
          .query("project_type", .text, "Only apps of this type."), .limit, .next,
        ], .json(.page(of: .named("App")))),
      .post(
        "/apps/register", "app-create", "Add a repository as an app",
        .json(
          .named("Registration"),
          example: ["repo_url": "/srv/projects/sample", "is_public": false]),
        .json(
          .object(["status": .words("ok"), "slug": .slug]),
          example: ["status": "ok", "slug": "669403bffbe35909"])
      ).noted("A repository that is an app already stays that app.").refuses(403, as: .proxied),
      .get(
        "/apps/{app-slug}", "app-show", "One app", .json(.data(.named("App")))),
      .delete(
        "/apps/{app-slug}", "app-delete", "Remove an app and all that is kept of its builds",
        query: [
          .query("force", .flag, "Also where its builds run or its windows are open: they end.")
        ], .json(.object(["status": .words("ok")]), example: ["status": "ok"])
      ).refuses(403),
      .get(
        "/apps/{app-slug}/rolling-builds", "rolling-builds-list",
        "Where newer builds take the place of older ones",
        .json(.data(.list(of: .named("RollingSwitch"))), "The switches that were set.")),
      .post(
        "/apps/{app-slug}/rolling-builds", "rolling-builds-set",
        "Say where newer builds take the place of older ones",
        .json(
          .open(
            ["enabled": .flag],
            optional: [
              "workflow": .text.orNull.noted("Null for all that have no switch of their own."),
              "kind": rollingKind.orNull.noted("Null for both."),
            ]), example: ["enabled": true, "workflow": "primary"]),
        .json(.data(.list(of: .named("RollingSwitch"))), "The switches that are set now.")
      ).refuses(403),
      .get(
        "/apps/{app-slug}/branches", "branch-list", "The branches that were ever built",
        .json(
          .data(.list(of: .text)), "The branch built last comes first.",
          example: ["data": ["main", "fix-login"]])),
      .get(
        "/apps/{app-slug}/build-workflows", "build-workflow-list", "The app's workflows",
        .json(
          .data(.list(of: .text)),
          "Those that can be run now, in the file's order, then others that were ever built.",
          example: ["data": ["primary", "deploy"]])
      ).refuses(400),
      .get(
        "/available-stacks", "available-stacks-list", "The kinds of machine builds can run in",
        .json(.map(of: .named("Stack")), "By the stack's name.")
      ).refuses(as: .proxied),
    ])

  private static let rollingKind = Schema.words(RollingKind.allCases.map(\.rawValue))
}
