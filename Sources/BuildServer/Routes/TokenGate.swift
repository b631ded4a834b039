import BuildDatabase
import Foundation
import Hummingbird

/// Looks whose token a request carries.
struct TokenGate: RouterMiddleware {
  /// How exactly it is known when a token was last used.
  static let usePrecision: TimeInterval = 60

  let parts: ServiceParts

  func handle(
    _ request: Request, context: GateContext,
    next: (Request, GateContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    if let header = request.headers[.authorization], let token = Self.token(in: header) {
      context.token = try await good(token, from: context.address)
    }
    return try await next(request, context)
  }

  /// Nil where the token lets nobody in.
  private func good(_ token: String, from address: String?) async throws -> StoredToken? {
    let now = parts.now
    let hash = TokenDigest.hash(of: token)
    // Found by its digest, so no comparison tells how much of a token was right.
    guard let (found, digest) = try await parts.store.token(hash: hash),
      TokenDigest.areEqual(digest, hash)
    else {
      await refuse("unknown token", to: nil, from: address, at: now)
      return nil
    }
    guard found.isGood(at: now) else {
      await refuse("token \(found.id) has expired", to: found.user, from: address, at: now)
      return nil
    }
    if now.timeIntervalSince(found.lastUsedAt ?? .distantPast) >= Self.usePrecision {
      await noteUse(of: found, at: now)
    }
    return found
  }

  private func refuse(_ why: String, to user: User?, from address: String?, at now: Date) async {
    await parts.audit.noteRepeated(
      AuditEntry(at: now, user: user, address: address, event: .tokenRefused, detail: why))
  }

  // A disk that is full must not lock everybody out.
  private func noteUse(of token: StoredToken, at now: Date) async {
    do { try await parts.store.noteUse(of: token.id, at: now) } catch {
      parts.configuration.logger.error("cannot note the use of token \(token.id): \(error)")
    }
  }

  /// The token of `<token>` and of `token <token>`.
  static func token(in header: String) -> String? {
    let words = header.split(separator: " ")
    switch words.count {
    case 1: return String(words[0])
    case 2 where words[0].lowercased() == "token": return String(words[1])
    default: return nil
    }
  }
}
