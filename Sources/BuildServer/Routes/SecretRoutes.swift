import BuildAPI
import BuildDatabase
import BuildModel
import Hummingbird

/// An app's secrets, for its owners and admins, in Bitrise's shapes.
struct SecretRoutes: Sendable {
  let parts: ServiceParts

  func add(to group: RouterGroup<UserContext>) {
    group.get("apps/:app/secrets", use: refusing(list))
    group.post("apps/:app/secrets", use: refusing(create))
    group.get("apps/:app/secrets/:secret", use: refusing(show))
    group.put("apps/:app/secrets/:secret", use: refusing(upsert))
    group.patch("apps/:app/secrets/:secret", use: refusing(update))
    group.delete("apps/:app/secrets/:secret", use: refusing(remove))
    group.get("apps/:app/secrets/:secret/value", use: refusing(value))
  }

  private typealias Handler = @Sendable (Request, UserContext) async throws -> Response

  private func refusing(_ handler: @escaping Handler) -> Handler {
    { request, context in
      do { return try await handler(request, context) } catch let refusal as Refusal {
        throw ProxyRefusal(refusal: refusal)
      }
    }
  }

  @Sendable private func list(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let app = try await parts.managedApp(context, to: "see its secrets").app.slug
    let secrets = try await parts.store.secrets(of: app)
    return try .json(SecretsBody(secrets: secrets.map { SecretBody($0) }))
  }

  @Sendable private func create(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let app = try await parts.managedApp(context, to: "change its secrets").app.slug
    let body = try await request.decode(SecretRequest.self)
    guard let name = body.name else {
      throw Refusal(.badRequest, "name is missing in the request's body.")
    }
    guard try await parts.store.secret(name, of: app) == nil else {
      throw Refusal(.badRequest, "There is a secret \(name) already; change it with PATCH.")
    }
    let secret = try await write(body, as: name, of: app, over: nil, context)
    return try .json(SecretBody(secret), status: .created)
  }

  @Sendable private func show(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let secret = try await secret(context, to: "see its secrets")
    return try .json(SecretBody(secret, value: try await readable(secret, context)))
  }

  @Sendable private func upsert(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let app = try await parts.managedApp(context, to: "change its secrets").app.slug
    let name = try context.parameters.require("secret")
    let body = try await request.decode(SecretRequest.self)
    let present = try await parts.store.secret(name, of: app)
    _ = try await write(body, as: name, of: app, over: present, context)
    return Response(status: present == nil ? .created : .noContent)
  }

  @Sendable private func update(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let present = try await secret(context, to: "change its secrets")
    let body = try await request.decode(SecretRequest.self)
    let secret = try await write(
      body, as: present.name, of: present.app, over: present, context)
    return try .json(SecretBody(secret))
  }

  @Sendable private func remove(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let secret = try await secret(context, to: "change its secrets")
    let entry = parts.entry(.secretRemoved, context, app: secret.app, secret.name)
    guard try await parts.store.removeSecret(secret.name, of: secret.app, noting: entry) else {
      throw Self.noSecret(secret.name)
    }
    return Response(status: .noContent)
  }

  @Sendable private func value(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let secret = try await secret(context, to: "see its secrets")
    guard let value = try await readable(secret, context) else {
      throw Refusal(
        .badRequest, "\(secret.name) is protected: builds use its value, nobody may read it.")
    }
    return try .json(SecretValueBody(value: value))
  }

  // MARK: One secret

  private func secret(_ context: UserContext, to act: String) async throws -> StoredSecret {
    let app = try await parts.managedApp(context, to: act).app.slug
    let name = try context.parameters.require("secret")
    guard let secret = try await parts.store.secret(name, of: app) else {
      throw Self.noSecret(name)
    }
    return secret
  }

  private static func noSecret(_ name: String) -> Refusal {
    Refusal(.notFound, "The app has no secret \(name).")
  }

  /// The value for the user's eyes; nil for a protected secret.
  private func readable(_ secret: StoredSecret, _ context: UserContext) async throws -> String? {
    guard !secret.isProtected else { return nil }
    let value = try parts.secrets.value(of: secret)
    await parts.audit.noteRepeated(
      parts.entry(.secretRead, context, app: secret.app, secret.name), kind: secret.name)
    return value
  }

  private func write(
    _ body: SecretRequest, as name: String, of app: AppSlug, over present: StoredSecret?,
    _ context: UserContext
  ) async throws -> StoredSecret {
    try SecretRules.check(body, as: name, over: present)
    var secret =
      present ?? StoredSecret(id: FreshSlug.secret(), app: app, name: name, sealed: .init())
    if let value = body.value {
      secret.sealed = try parts.secrets.seal(value, as: name, of: app)
    }
    secret.isProtected = body.isProtected ?? secret.isProtected
    secret.isExpand = body.expandInStepInputs ?? secret.isExpand
    secret.isExposedForPullRequests =
      body.isExposedForPullRequests ?? secret.isExposedForPullRequests
    try await parts.store.write(
      secret, noting: parts.entry(.secretSet, context, app: app, name))
    return secret
  }
}

/// What a secret may be.
enum SecretRules {
  /// Larger ones do not fit into a process's environment beside others.
  static let mostBytes = 64 << 10

  static func check(
    _ body: SecretRequest, as name: String, over present: StoredSecret?
  ) throws {
    guard isName(name) else {
      throw Refusal(
        .badRequest,
        "A secret's name must be letters, digits and _, and not begin with a digit.")
    }
    if let value = body.value {
      guard value.utf8.count <= mostBytes, !value.utf8.contains(0) else {
        throw Refusal(
          .badRequest, "value must have \(mostBytes) bytes at most and no zero byte.")
      }
    } else if present == nil {
      throw Refusal(.badRequest, "value is missing in the request's body.")
    }
    guard let present, present.isProtected else { return }
    let isChanged =
      [
        body.isProtected == false,
        body.expandInStepInputs.map { $0 != present.isExpand },
        body.isExposedForPullRequests.map { $0 != present.isExposedForPullRequests },
      ].contains(true)
    guard !isChanged else {
      throw Refusal(
        .badRequest, "\(name) is protected: only its value can be changed, or it be deleted.")
    }
  }

  private static func isName(_ text: String) -> Bool {
    text.utf8.count <= 128 && text.wholeMatch(of: #/[A-Za-z_][A-Za-z0-9_]*/#) != nil
  }
}

extension SecretBody {
  fileprivate init(_ secret: StoredSecret, value: String? = nil) {
    self.init(
      id: secret.id, name: secret.name, isProtected: secret.isProtected,
      isExposedForPullRequests: secret.isExposedForPullRequests,
      expandInStepInputs: secret.isExpand, value: value)
  }
}
