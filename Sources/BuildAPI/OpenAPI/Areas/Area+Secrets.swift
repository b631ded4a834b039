extension Area {
  static let secrets = Area(
    name: "secrets", description: "What an app's builds are told and nobody else is.",
    schemas: [
      "Secret": .object(members),
      "ReadSecret": .object(
        members, optional: ["value": .text.noted("Left out where the secret is protected.")]),
    ],
    operations: [
      .get(
        "/apps/{app-slug}/secrets", "secret-list", "An app's secrets, without their values",
        .json(.object(["secrets": .list(of: .named("Secret"))]))
      ).refuses(403, as: .proxied),
      .post(
        "/apps/{app-slug}/secrets", "app-secret-create", "Add a secret",
        .json(
          .open(["name": name, "value": .text], optional: flags),
          example: ["name": "API_KEY", "value": "swordfish"]),
        .json(.named("Secret"), status: 201, "Builds that are started from now on get it.")
      ).refuses(403, as: .proxied),
      .get(path, "app-secrets-show", "One secret", .json(.named("ReadSecret")))
        .refuses(403, as: .proxied),
      .put(
        path, "secret-upsert", "Add a secret, or change it where there is one",
        .json(.open([:], optional: change), example: ["value": "swordfish"]),
        .empty(201, "It was added."), .empty(204, "It was changed.")
      ).refuses(403, as: .proxied),
      .patch(
        path, "app-secret-update", "Change a secret",
        .json(.open([:], optional: change), example: ["value": "swordfish"]),
        .json(.named("Secret"))
      ).refuses(403, as: .proxied),
      .delete(path, "secret-delete", "Remove a secret", .empty(204, "It is gone."))
        .refuses(403, as: .proxied),
      .get(
        path + "/value", "app-secret-value", "A secret's value",
        .json(.object(["value": .text]))
      ).refuses(400, 403, as: .proxied),
    ])

  private static let path = "/apps/{app-slug}/secrets/{secret-name}"
  private static let name = Schema.text.pattern("^[A-Za-z_][A-Za-z0-9_]{0,127}$")

  private static let members: [String: Schema] = [
    "id": .slug, "name": .text, "scope": .words("app"), "is_protected": .flag,
    "is_exposed_for_pull_requests": .flag, "expand_in_step_inputs": .flag,
  ]

  private static let flags: [String: Schema] = [
    "is_protected": .flag.orNull, "is_exposed_for_pull_requests": .flag.orNull,
    "expand_in_step_inputs": .flag.orNull,
  ]

  private static let change = flags.merging(["value": .text.orNull]) { $1 }
}
