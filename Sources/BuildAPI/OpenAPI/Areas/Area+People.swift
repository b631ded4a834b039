import BuildModel

extension Area {
  static let people = Area(
    name: "people", description: "Who asks, who may do what, and who did.",
    schemas: [
      "User": .object([
        "username": .text, "slug": .slug, "email": .text.orNull, "unconfirmed_email": .text.orNull,
        "avatar_url": .text.orNull, "created_at": .time.orNull, "data_id": .integer.orNull,
        "payment_processor": .text.orNull, "has_used_organization_trial": .flag,
      ]),
      "Account": .object([
        "slug": .slug, "username": .text, "is_admin": .flag, "created_at": .time.orNull,
        "apps": .list(of: .object(["app_slug": .slug, "title": .text, "role": role])),
      ]),
      "Member": .object(["slug": .slug, "username": .text, "role": role]),
      "Holders": .object([
        "groups": .list(of: .slug).noted("Bitrise has groups of people here, we have people.")
      ]),
      "Token": .object(
        [
          "id": .slug, "user": .object(["slug": .slug, "username": .text]), "label": .text,
          "created_at": .time, "last_used_at": .time.orNull, "expires_at": .time.orNull,
        ], optional: ["token": .text.noted("The token itself, this once.")]),
      "PublicKey": .object([
        "id": .slug, "fingerprint": .text, "key": .text, "comment": .text, "created_at": .time,
      ]),
      "AuditEntry": .object([
        "id": .integer, "at": .time, "event": .text, "user_slug": .slug.orNull,
        "username": .text.orNull, "address": .text.orNull, "app_slug": .slug.orNull,
        "app_title": .text.orNull, "build_slug": .slug.orNull, "build_number": .integer.orNull,
        "detail": .text,
      ]),
    ],
    operations: [
      .get(
        "/me", "user-profile", "The user whose token this is", .json(.data(.named("User")))),
      .get(
        "/organizations", "org-list", "Organisations: none, since this service has no such thing",
        .json(
          .object(["data": .list(of: .anyObject)]), "An empty list, which clients expect.",
          example: ["data": []])),
    ] + users + members + tokens + publicKeys + [
      .get(
        "/audit", "audit-list", "Who did what, newest first",
        query: [
          .query("app", .text, "Only what concerns this app."),
          .query("build", .text, "Only what concerns this build."),
          .query("after", .integer, "Only what happened later: seconds since 1970."), .limit, .next,
        ], .json(.page(of: .named("AuditEntry")))
      ).noted("All of it for administrators, else what concerns apps that the caller manages.")
        .refuses(403, 404)
    ])

  private static let users: [Operation] = [
    .get(
      "/users", "users-list", "The service's users", query: [.limit, .next],
      .json(.page(of: .named("Account")))
    ).refuses(403),
    .post(
      "/users", "user-add", "Add a user",
      .json(
        .open(["username": userName], optional: ["is_admin": .flag.orNull]),
        example: ["username": "alex"]),
      .json(.data(.named("Account")), status: 201, "The user has no token and no role yet.")
    ).refuses(403),
    .delete(
      "/users/{user}", "user-remove", "Remove a user and their tokens",
      query: [
        .query("give_apps_to", .text, "Who gets the apps that nobody else owns: a slug or a name.")
      ], .json(.object(["status": .words("ok")]), "The user's tokens are worthless now.")
    ).refuses(403),
  ]

  private static let members: [Operation] = [
    .get(
      "/apps/{app-slug}/members", "app-members-list", "Who has a role in an app",
      query: [.limit, .next], .json(.page(of: .named("Member")))
    ).refuses(403),
    .put(
      "/apps/{app-slug}/members/{user}", "app-member-update", "Give somebody a role in an app",
      .json(.open(["role": roleOrNone]), example: ["role": "manager"]),
      .json(.object(["status": .words("ok")]), example: ["status": "ok"])
    ).noted("`none` takes the role away.").refuses(403),
    .get(
      "/apps/{app-slug}/roles/{role-name}", "app-roles-query", "Who has this role in an app",
      .json(.named("Holders"))
    ).refuses(403, as: .proxied),
    .put(
      "/apps/{app-slug}/roles/{role-name}", "app-roles-update", "Set who has this role in an app",
      .json(.open(["groups": .list(of: .text)]), example: ["groups": []]), .json(.named("Holders"))
    ).refuses(403, 422, as: .proxied),
  ]

  private static let tokens: [Operation] = [
    .get(
      "/tokens", "tokens-list", "The caller's tokens",
      query: [
        .query("user", .text, "For administrators: the tokens of this user, by slug or name."),
        .query("all", .flag, "For administrators: everybody's."), .limit, .next,
      ], .json(.page(of: .named("Token")))
    ).refuses(403, 404),
    .post(
      "/tokens", "token-add", "Make a token",
      .json(
        .open(
          [:],
          optional: [
            "user": .text.orNull.noted("For administrators: whose it shall be."),
            "label": .text.atMost(characters: 100).orNull, "expires_at": .time.orNull,
          ]), optional: true, example: ["label": "laptop"]),
      .json(.data(.named("Token")), status: 201, "With the token itself, this once.")
    ).refuses(403, 404),
    .delete(
      "/tokens/{token-id}", "token-revoke", "Make a token worthless",
      .json(.object(["status": .words("ok")]), example: ["status": "ok"])),
  ]

  private static let publicKeys: [Operation] = [
    .get(
      "/public-keys", "public-keys-list", "The caller's public keys",
      .json(.object(["data": .list(of: .named("PublicKey"))]))),
    .post(
      "/public-keys", "public-key-add", "Give the service a public key of the caller's",
      .json(
        .open(["key": .text.noted("A line as it stands in a .pub file.")]),
        example: ["key": .text(publicKey)]),
      .json(
        .data(.named("PublicKey")), status: 201,
        "It opens the machines that its owner asks for from now on.")
    ).refuses(409),
    .delete(
      "/public-keys/{public-key-id}", "public-key-remove", "Take a public key back",
      .json(.object(["status": .words("ok")]), example: ["status": "ok"])
    ).noted("Machines that are open keep it."),
  ]

  private static let publicKey =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKZ6RqqeHUJ/r5Myzzx9htRXmS71r14Ptc734cE9/3bk laptop"
  private static let role = Schema.words(Role.allCases.map(\.rawValue))
  private static let roleOrNone = Schema.words(Role.allCases.map(\.rawValue) + ["none"])
  private static let userName = Schema.text.pattern("^[A-Za-z0-9._@+][A-Za-z0-9._@+-]{0,63}$")
}
