import Foundation
import Hummingbird

/// What a build ran with, and the one file that it left.
extension SimulatorRoutes {
  private static let file = (slug: "5f0c3d2a9b8e7f61", title: "report.txt", text: "all is well\n")

  @Sendable func configuration(_ request: Request, _ context: BasicRequestContext) -> Response {
    place(context) == nil
      ? Answer.message(404, "Not Found")
      : Answer.text(200, Samples.configuration, type: "text/yaml")
  }

  /// What the next build runs, which only administrators may see.
  @Sendable func nextConfiguration(
    _ request: Request, _ context: BasicRequestContext
  ) -> Response {
    guard let app = app(context), !simulator.state.withLock({ $0.isTester }) else {
      return Answer.message(404, "Not Found")
    }
    let text = simulator.state.withLock { $0.configurations[app] }
    return Answer.text(200, text ?? Samples.configuration, type: "text/yaml")
  }

  /// The first app and every third after it has its configuration here, the one after it in its
  /// repository; in the last of three the caller is no administrator.
  @Sendable func location(_ request: Request, _ context: BasicRequestContext) -> Response {
    guard let app = app(context), app % 3 != 2, !simulator.state.withLock({ $0.isTester }) else {
      return Answer.message(404, "Not Found")
    }
    return Answer.json(["location": app % 3 == 0 ? "bitrise.io" : "repository"])
  }

  @Sendable func upload(
    _ request: Request, _ context: BasicRequestContext
  ) async throws -> Response {
    guard let app = app(context), app % 3 == 0 else { return Answer.message(404, "Not Found") }
    guard let text = try await fields(request)["app_config_datastore_yaml"] as? String else {
      return Answer.message(400, "app_config_datastore_yaml is missing")
    }
    simulator.state.withLock { $0.configurations[app] = text }
    return Answer.json([:])
  }

  @Sendable func artifacts(_ request: Request, _ context: BasicRequestContext) -> Response {
    guard place(context) != nil else { return Answer.message(404, "Not Found") }
    return Answer.json([
      "data": [Self.fields], "paging": ["total_item_count": 1, "page_item_limit": 50],
    ])
  }

  @Sendable func artifact(_ request: Request, _ context: BasicRequestContext) -> Response {
    guard place(context) != nil, context.parameters.get("artifact") == Self.file.slug else {
      return Answer.message(404, "Not Found")
    }
    let address = "\(simulator.url)/files/\(Self.file.slug)"
    return Answer.json(["data": Self.fields.merging(["expiring_download_url": address]) { $1 }])
  }

  /// A store for files, which is not Bitrise and refuses whoever shows it a token.
  @Sendable func file(_ request: Request, _ context: BasicRequestContext) -> Response {
    request.headers[.authorization] == nil
      ? Answer.text(200, Self.file.text, type: "text/plain")
      : Answer.text(400, "<Error>InvalidArgument</Error>", type: "application/xml")
  }

  private static var fields: [String: Any] {
    [
      "title": file.title, "slug": file.slug, "artifact_type": "file", "artifact_meta": NSNull(),
      "is_public_page_enabled": false, "public_install_page_url": "",
      "file_size_bytes": file.text.utf8.count,
    ]
  }
}
