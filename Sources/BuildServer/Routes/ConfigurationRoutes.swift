import BuildAPI
import BuildDatabase
import BuildModel
import BuildSpool
import Foundation
import Hummingbird

/// The `bitrise.yml` of apps and of builds.
struct ConfigurationRoutes: Sendable {
  /// The most that a configuration may have, as on Bitrise.
  static let mostBytes = 400 << 10

  let parts: ServiceParts

  func add(to group: RouterGroup<UserContext>) {
    group.get("apps/:app/bitrise.yml", use: show)
    group.post("apps/:app/bitrise.yml", use: keep)
    group.get("apps/:app/bitrise.yml/config", use: location)
    group.put("apps/:app/bitrise.yml/config", use: setLocation)
    group.get("apps/:app/builds/:build/bitrise.yml", use: ofBuild)
    group.post("validate-bitrise-yml", use: validate)
  }

  @Sendable private func show(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let app = try await managed(context, to: "read")
    return .yaml(try await Intake(parts: parts).text(of: app.app).text)
  }

  @Sendable private func keep(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let app = try await managed(context, to: "change")
    let text = try await request.decode(ConfigurationUpload.self).text
    try Self.checkSize(text)
    let found = parts.configuration.validate(text)
    guard found.errors.isEmpty else {
      throw Refusal(.badRequest, found.errors.joined(separator: "; "))
    }
    try await parts.store.keepConfiguration(text, of: app.app.slug)
    return try .json(StatusBody())
  }

  @Sendable private func location(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let app = try await managed(context, to: "read")
    let isKept = try await parts.store.configuration(of: app.app.slug)?.isUsed ?? false
    return try .json(ConfigurationLocationBody(location: isKept ? .service : .repository))
  }

  @Sendable private func setLocation(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let app = try await managed(context, to: "change").app
    let store = parts.store
    switch try await request.decode(ConfigurationLocationBody.self).location {
    case .repository: try await store.useKeptConfiguration(false, of: app.slug)
    case .service:
      if try await store.configuration(of: app.slug) == nil {
        let text = try await Intake(parts: parts).repositoryText(of: app).text
        try await store.keepConfiguration(text, of: app.slug)
      }
      try await store.useKeptConfiguration(true, of: app.slug)
    }
    return Response(status: .noContent)
  }

  @Sendable private func ofBuild(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let (app, build) = try await parts.build(context)
    guard app.role.mayRunBuilds else {
      throw Refusal.role(app.role, "read a build's configuration")
    }
    let spool = parts.folder.spool(of: build.build.slug)
    guard FileManager.default.fileExists(atPath: spool.order.path) else {
      throw Refusal(
        .notFound, "What build #\(build.build.number) ran with is no longer kept.")
    }
    return .yaml(try spool.readOrder().configuration)
  }

  @Sendable private func validate(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    var app: SeenApp?
    if let slug = request.query("app_slug") {
      app = try await parts.store.app(AppSlug(rawValue: slug), seenBy: context.user.slug)
      guard app != nil else { throw Refusal.noApp }
    }
    let text = try await request.configuration()
    try Self.checkSize(text)
    var found = parts.configuration.validate(text)
    if app != nil, found.errors.isEmpty { found.errors = try missingStacks(of: text) }
    let body = ValidationBody(errors: found.errors, warnings: found.warnings)
    return try .json(body, status: body.errors.isEmpty ? .ok : .unprocessableContent)
  }

  /// What a configuration asks for that this service cannot give.
  private func missingStacks(of text: String) throws -> [String] {
    let digest = try parts.configuration.describe(
      ConfigurationText(text: text, name: "bitrise.yml"))
    var errors: [String] = []
    for workflow in digest.workflows {
      do { _ = try Intake(parts: parts).stack(nil, workflow, digest) } catch let refusal as Refusal
      {
        errors.append("Workflow \"\(workflow)\": \(refusal.message)")
      }
    }
    return errors
  }

  private static func checkSize(_ text: String) throws {
    guard text.utf8.count <= mostBytes else {
      throw Refusal(
        .contentTooLarge, "A configuration may have \(mostBytes >> 10) KB at most.")
    }
  }

  private func managed(_ context: UserContext, to act: String) async throws -> SeenApp {
    let app = try await parts.app(context)
    guard app.role.mayManageApp else {
      throw Refusal.role(app.role, "\(act) an app's configuration")
    }
    return app
  }
}

extension Request {
  /// A configuration in a body of JSON, or the body itself where it is YAML.
  fileprivate func configuration() async throws -> String {
    let type = headers[.contentType]?.prefix { $0 != ";" }.lowercased()
    guard ["application/yaml", "text/yaml", "text/plain"].contains(type) else {
      return try await decode(ValidationRequest.self).text
    }
    return String(decoding: try await bytes(), as: UTF8.self)
  }
}

extension Response {
  fileprivate static func yaml(_ text: String) -> Response {
    Response(
      status: .ok,
      headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
      body: .init(byteBuffer: ByteBuffer(string: text)))
  }
}
