extension Area {
  static let people = Area(
    name: "people", description: "Who asks.",
    schemas: [
      "User": .object([
        "username": .text, "slug": .slug, "email": .text.orNull, "unconfirmed_email": .text.orNull,
        "avatar_url": .text.orNull, "created_at": .time.orNull, "data_id": .integer.orNull,
        "payment_processor": .text.orNull, "has_used_organization_trial": .flag,
      ])
    ],
    operations: [
      .get(
        "/me", "user-profile", "The user whose token this is",
        .json(.data(.named("User")))),
      .get(
        "/organizations", "org-list", "Organisations: none, since this service has no such thing",
        .json(
          .object(["data": .list(of: .anyObject)]), "An empty list, which clients expect.",
          example: ["data": []])),
    ])
}
