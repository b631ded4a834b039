extension Area {
  static let configuration = Area(
    name: "configuration", description: "The `bitrise.yml` of apps and of their builds.",
    schemas: [
      "ConfigurationUpload": .open([
        "app_config_datastore_yaml": .either(
          .text.notEmpty().noted("The YAML itself."), .anyObject.noted("The same as JSON."))
      ]),
      "ConfigurationLocation": .object(["location": location]),
      "Validation": .object(["errors": .list(of: .text), "warnings": .list(of: .text)]),
      "InvalidConfiguration": .object([
        "message": .text.notEmpty().noted("All errors in one."), "errors": .list(of: .text),
        "warnings": .list(of: .text),
      ]),
    ],
    operations: [
      .get(
        "/apps/{app-slug}/bitrise.yml", "app-config-datastore-show",
        "The configuration that the app's next build will run with",
        .text("text/plain", "The YAML as it stands.")
      ).refuses(400, 403),
      .post(
        "/apps/{app-slug}/bitrise.yml", "app-config-create",
        "Keep a configuration on the service",
        .json(
          .named("ConfigurationUpload"),
          example: ["app_config_datastore_yaml": "workflows: {primary: {}}"]),
        .json(.object(["status": .words("ok")]), example: ["status": "ok"])
      ).noted(
        "From then on builds run with it instead of with the repository's file, until the"
          + " location is set back."
      ).refuses(403),
      .get(
        "/apps/{app-slug}/bitrise.yml/config", "app-setup-bitrise-yml-config-get",
        "Where the app's configuration is read from", .json(.named("ConfigurationLocation"))
      ).refuses(403),
      .put(
        "/apps/{app-slug}/bitrise.yml/config", "app-setup-bitrise-yml-config-update",
        "Choose where the app's configuration is read from",
        .json(.open(["location": location]), example: ["location": "repository"]),
        .empty(204, "It is read from there now.")
      ).noted(
        "On the way to the service, the repository's file is copied where no copy is kept yet; on"
          + " the way back the copy is kept for another time."
      ).refuses(403),
      .get(
        "/apps/{app-slug}/builds/{build-slug}/bitrise.yml", "build-bitrise-yml-show",
        "The configuration that a build ran with", .text("text/plain", "The YAML as it stood.")
      ).refuses(403),
      .post(
        "/validate-bitrise-yml", "validate-bitrise-yml", "What is wrong with a configuration",
        query: [
          .query("app_slug", .text, "The app it is meant for; one that the caller must see.")
        ],
        .json(
          .open(["bitrise_yml": .text]), example: ["bitrise_yml": "workflows: {primary: {}}"],
          texts: ["application/yaml", "text/plain"]),
        .json(
          .named("Validation"), "It can be run; warnings tell what may not be meant.",
          example: ["errors": [], "warnings": []]),
        .json(.named("InvalidConfiguration"), status: 422, "It cannot be run.")
      ).refuses(404),
    ])

  private static let location = Schema.words("repository", "bitrise.io").noted(
    "Where the app's configuration is read from: its repository, or the copy that the service"
      + " keeps, which Bitrise's clients know as `bitrise.io`.")
}
