package import BuildAPI
package import BuildModel
package import Foundation

/// People, their roles and what lets them in.
extension BuildClient {
  package func users() async throws -> [UserBody] {
    try await pages(Paths.users, of: UserBody.self)
  }

  package func addUser(_ name: String, isAdmin: Bool) async throws -> UserBody {
    try await post(
      Paths.users, AddUserRequest(username: name, isAdmin: isAdmin ? true : nil),
      as: Envelope<UserBody>.self
    ).data
  }

  /// Removes a user, by slug or name.
  ///
  /// - Parameter heir: who gets the apps that nobody else owns.
  package func removeUser(_ name: String, givingAppsTo heir: String?) async throws {
    _ = try await send(
      .DELETE, Paths.user(name), query: heir.map { ["give_apps_to": $0] } ?? [:])
  }

  /// Gives a user a role in an app; nil takes it away.
  package func setRole(_ role: Role?, of name: String, in app: AppSlug) async throws {
    try await put(Paths.member(app, name), RoleRequest(role))
  }

  /// The tokens of a user, or of all; nil for one's own.
  package func tokens(of user: String?, all: Bool) async throws -> [TokenBody] {
    var query: [String: String] = [:]
    if all { query["all"] = "true" }
    query["user"] = user
    return try await pages(Paths.tokens, of: TokenBody.self, query: query)
  }

  /// A new token, with the token itself.
  package func makeToken(
    for user: String?, label: String?, expiresAt: Date?
  ) async throws -> TokenBody {
    try await post(
      Paths.tokens, NewTokenRequest(user: user, label: label, expiresAt: expiresAt),
      as: Envelope<TokenBody>.self
    ).data
  }

  package func revokeToken(_ id: String) async throws {
    _ = try await send(.DELETE, Paths.token(id))
  }

  /// One's own public keys, oldest first.
  package func publicKeys() async throws -> [PublicKeyBody] {
    try await get(Paths.publicKeys, as: Envelope<[PublicKeyBody]>.self).data
  }

  /// Gives the service a public key, as it stands in a `.pub` file.
  package func addPublicKey(_ line: String) async throws -> PublicKeyBody {
    try await post(
      Paths.publicKeys, NewPublicKeyRequest(key: line), as: Envelope<PublicKeyBody>.self
    ).data
  }

  package func removePublicKey(_ id: String) async throws {
    _ = try await send(.DELETE, Paths.publicKey(id))
  }

  /// The newest lines of the audit, newest first.
  package func audit(
    app: AppSlug?, build: BuildSlug?, since: Date?, limit: Int
  ) async throws -> [AuditBody] {
    var query: [String: String] = [:]
    query["app"] = app?.rawValue
    query["build"] = build?.rawValue
    query["after"] = since.map { String(Int($0.timeIntervalSince1970)) }
    return try await pages(Paths.audit, of: AuditBody.self, query: query, limit: limit)
  }
}

/// An app's secrets.
extension BuildClient {
  package func secrets(_ app: AppSlug) async throws -> [SecretBody] {
    try await get(Paths.secrets(app), as: SecretsBody.self).secrets
  }

  /// Makes a secret, or changes what of it is not nil.
  package func setSecret(
    _ name: String, of app: AppSlug, _ request: SecretRequest
  ) async throws {
    try await put(Paths.secret(app, name), request)
  }

  package func removeSecret(_ name: String, of app: AppSlug) async throws {
    _ = try await send(.DELETE, Paths.secret(app, name))
  }
}

extension BuildClient {
  private func put(_ path: String, _ body: some Encodable) async throws {
    _ = try await send(.PUT, path, body: try WireCoding.encoder().encode(body))
  }
}
