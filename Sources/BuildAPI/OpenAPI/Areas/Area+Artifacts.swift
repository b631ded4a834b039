extension Area {
  static let artifacts = Area(
    name: "artifacts", description: "Files that builds left in their deploy folder.",
    schemas: [
      "ListedArtifact": .object(listed),
      "Artifact": .object(
        listed.merging([
          "expiring_download_url": .address.noted("Good for ten minutes, and needs no token."),
          "public_install_page_url": .text,
        ]) { $1 }),
    ],
    operations: [
      .get(
        "/apps/{app-slug}/builds/{build-slug}/artifacts", "artifact-list", "A build's files",
        query: [.limit, .next], .json(.page(of: .named("ListedArtifact")))),
      .get(
        path, "artifact-show", "One file, with an address to fetch it from",
        query: [
          .query("download", .integer, "1 to be sent on to the file itself.")
        ], .json(.data(.named("Artifact"))),
        .empty(302, "The file is at the address in `Location`.")
          .header("Location", .address, "Where the file is.")),
      .delete(
        path, "artifact-delete", "Remove a file", .json(.data(.named("Artifact")), "It is gone.")
      ).refuses(403),
      .get(
        "/downloads/{build-slug}/{artifact-slug}", "artifact-download",
        "A file, for whoever has its address",
        query: [
          .query("expires", .integer, "As the address has it."),
          .query("signature", .text, "As the address has it."),
          Operation.Parameter(
            name: "Range", schema: .text, description: "A part of the file, `bytes=0-99`.",
            place: "header"),
        ], file(200, "The whole file."),
        file(206, "The part that was asked for.")
          .header("Content-Range", .text, "Which part this is, and of how much.")
      ).noted("The address is the artifact's `expiring_download_url`.").refuses(403, 416)
        .withoutToken,
    ])

  private static let path = "/apps/{app-slug}/builds/{build-slug}/artifacts/{artifact-slug}"

  private static let listed: [String: Schema] = [
    "slug": .slug, "title": .text.noted("Its path below the deploy folder."),
    "artifact_type": .words("file"), "file_size_bytes": .count, "is_public_page_enabled": .flag,
    "artifact_meta": .anyObject.orNull, "intermediate_file_info": .anyObject.orNull,
  ]

  private static func file(_ status: Int, _ description: String) -> Operation.Answer {
    Operation.Answer(
      status: status, description: description,
      content: ("application/octet-stream", .text.format("binary")))
  }
}
