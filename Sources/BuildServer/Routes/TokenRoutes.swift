import BuildAPI
import BuildDatabase
import BuildModel
import Foundation
import Hummingbird

/// What lets people in: made, listed, revoked.
struct TokenRoutes: Sendable {
  let parts: ServiceParts

  func add(to group: RouterGroup<UserContext>) {
    group.get("tokens", use: list)
    group.post("tokens", use: make)
    group.delete("tokens/:token", use: revoke)
  }

  /// One's own tokens; an administrator may ask for those of another `user`, or for `all`.
  @Sendable private func list(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    var user: User? = context.user
    if try request.query("all", as: Bool.self, "true or false") == true {
      try context.requireAdministrator(to: "see everybody's tokens")
      user = nil
    } else if let name = request.query("user") {
      user = try await self.user(named: name, context, to: "see others' tokens")
    }
    let page = try request.page()
    let tokens = try await parts.store.tokens(of: user?.slug, page: page)
    return try .json(
      Page(data: tokens.items.map { TokenBody($0) }, paging: Paging(tokens, limit: page.limit)))
  }

  @Sendable private func make(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let body = try await request.decode(NewTokenRequest.self, empty: "{}")
    var user = context.user
    if let name = body.user {
      user = try await self.user(named: name, context, to: "make tokens for others")
    }
    let label = body.label ?? ""
    guard label.count <= 100 else {
      throw Refusal(.badRequest, "label must have 100 characters at most.")
    }
    let now = parts.now
    try Self.check(body.expiresAt, madeBy: context.token, at: now)
    let token = TokenDigest.makeToken()
    let stored = StoredToken(
      id: TokenID(rawValue: FreshSlug.token()), user: user, label: label, createdAt: now,
      expiresAt: body.expiresAt)
    try await parts.store.insertToken(
      stored, hash: TokenDigest.hash(of: token), noting: parts.entry(.tokenMade, context))
    return try .json(Envelope(data: TokenBody(stored, token: token)), status: .created)
  }

  @Sendable private func revoke(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let id = TokenID(rawValue: try context.parameters.require("token"))
    guard let token = try await parts.store.token(id),
      token.user.slug == context.user.slug || context.user.isAdmin
    else { throw Refusal(.notFound, "There is no such token, or it is not yours.") }
    try await parts.store.revoke(token, noting: parts.entry(.tokenRevoked, context))
    parts.revocations.revoke([id])
    return try .json(StatusBody())
  }

  private func user(
    named name: String, _ context: UserContext, to act: String
  ) async throws -> User {
    if name == context.user.name || name == context.user.slug.rawValue { return context.user }
    try context.requireAdministrator(to: act)
    return try await parts.user(named: name)
  }

  /// A token that expires makes none that outlives it: else one that leaked would last for ever.
  private static func check(
    _ expiry: Date?, madeBy maker: StoredToken, at now: Date
  ) throws {
    if let expiry, expiry <= now {
      throw Refusal(.badRequest, "expires_at must be a time to come.")
    }
    guard let limit = maker.expiresAt, expiry.map({ $0 > limit }) ?? true else { return }
    throw Refusal(
      .badRequest,
      "The token you use expires at \(WireTime.text(limit.wholeSeconds)); one it makes must expire"
        + " by then.", code: .limit)
  }
}

extension TokenBody {
  fileprivate init(_ stored: StoredToken, token: String? = nil) {
    self.init(
      id: stored.id.rawValue,
      user: Owner(slug: stored.user.slug.rawValue, username: stored.user.name),
      label: stored.label, createdAt: stored.createdAt, lastUsedAt: stored.lastUsedAt,
      expiresAt: stored.expiresAt, token: token)
  }
}
