import BuildAPI
import BuildDatabase
import BuildModel
import Crypto
import Foundation
import Hummingbird

/// The caller's own public keys, which open the machines that they ask for.
struct PublicKeyRoutes: Sendable {
  static let limit = 100
  let parts: ServiceParts

  func add(to group: RouterGroup<UserContext>) {
    group.get("public-keys", use: list)
    group.post("public-keys", use: add)
    group.delete("public-keys/:key", use: remove)
  }

  @Sendable private func list(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let keys = try await parts.store.publicKeys(of: context.user.slug)
    return try .json(Envelope(data: keys.map { PublicKeyBody($0) }))
  }

  @Sendable private func add(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let key = try PublicKey.read(try await request.decode(NewPublicKeyRequest.self).key, "key")
    guard try await parts.store.publicKeys(of: context.user.slug).count < Self.limit else {
      throw Refusal(
        .badRequest, "You have \(Self.limit) public keys already; remove one first.",
        code: .limit)
    }
    let stored = StoredPublicKey(
      id: PublicKeyID(rawValue: FreshSlug.token()), user: context.user.slug, line: key.line,
      comment: String(key.comment.prefix(100)), fingerprint: key.fingerprint,
      createdAt: parts.now)
    guard
      try await parts.store.insertPublicKey(
        stored, noting: parts.entry(.publicKeyAdded, context))
    else { throw Refusal(.conflict, "You have given that key, \(key.fingerprint), already.") }
    return try .json(Envelope(data: PublicKeyBody(stored)), status: .created)
  }

  @Sendable private func remove(
    _ request: Request, _ context: UserContext
  ) async throws -> Response {
    let id = PublicKeyID(rawValue: try context.parameters.require("key"))
    guard
      try await parts.store.removePublicKey(
        id, of: context.user.slug, noting: parts.entry(.publicKeyRemoved, context))
    else { throw Refusal(.notFound, "There is no such public key, or it is not yours.") }
    return try .json(StatusBody())
  }
}

extension PublicKey {
  /// Reads what a request names as a key.
  static func read(_ text: String, _ name: String) throws -> PublicKey {
    do { return try PublicKey(text) } catch {
      throw Refusal(.badRequest, "\(name): \(error)")
    }
  }

  /// As `ssh-keygen -l` prints it.
  var fingerprint: String {
    let digest = Data(SHA256.hash(data: blob)).base64EncodedString()
    return "SHA256:" + digest.replacing("=", with: "")
  }
}

extension PublicKeyBody {
  fileprivate init(_ stored: StoredPublicKey) {
    self.init(
      id: stored.id.rawValue, fingerprint: stored.fingerprint, key: stored.line,
      comment: stored.comment, createdAt: stored.createdAt)
  }
}

extension ServiceParts {
  /// The keys that open what a caller asks for: those they have given, and those they name now.
  func publicKeys(of user: UserSlug, and named: [String]?) async throws -> [String] {
    let named = named ?? []
    guard named.count <= PublicKeyRoutes.limit else {
      throw Refusal(
        .badRequest, "public_keys can hold \(PublicKeyRoutes.limit) keys at most.", code: .limit)
    }
    let now = try named.map { try PublicKey.read($0, "public_keys").line }
    return try await store.publicKeys(of: user).map(\.line) + now
  }
}
