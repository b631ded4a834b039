import BuildDatabase
import BuildModel
import CDetachedProcess
import Foundation
import Hummingbird
import ServiceLifecycle

/// The build service: answers requests, runs builds, and ends without disturbing either's workers.
package final class BuildService: Service {
  package let parts: ServiceParts

  /// Opens the data folder and its database.
  ///
  /// - Throws: `ServiceError` where another service has the folder.
  package init(_ configuration: ServiceConfiguration) throws {
    parts = try ServiceParts(configuration)
  }

  /// A new token that lets its holder in as the user, who is added where there is none.
  ///
  /// It is shown this once: the service keeps a digest.
  /// - Parameter isAdmin: whether the user shall be an administrator of the service.
  package func makeToken(for userName: String, isAdmin: Bool = false) async throws -> String {
    let now = parts.now
    let user = try await parts.store.user(
      named: userName, orAddAs: UserSlug(rawValue: FreshSlug.user()), isAdmin: isAdmin, at: now)
    let token = TokenDigest.makeToken()
    try await parts.store.insertToken(
      StoredToken(id: TokenID(rawValue: FreshSlug.token()), user: user, createdAt: now),
      hash: TokenDigest.hash(of: token), noting: AuditEntry(at: now, event: .tokenMade))
    return token
  }

  /// Whether a token of an earlier time still lets somebody in.
  package func isValid(token: String) async throws -> Bool {
    let found = try await parts.store.token(hash: TokenDigest.hash(of: token))
    return found?.token.isGood(at: parts.now) ?? false
  }

  /// Whether nothing is to be done, and nobody has asked for anything for a while.
  package func isIdle(for limit: Duration) async -> Bool {
    guard let quiet = parts.activity.quietTime, quiet >= limit else { return false }
    return await parts.foreman.isIdle
  }

  /// Serves until a graceful shutdown, a cancellation, or until idle for the configured limit.
  package func run() async throws {
    defer { parts.folder.release() }
    // Each listener holds a connection, and the usual limit is a thousand.
    if detached_raise_file_limit() != 0 {
      parts.configuration.logger.notice("the limit of open files stays as it is")
    }
    try await parts.secrets.sealAddresses()
    async let lists: Void = parts.store.prepareLists()
    try await parts.foreman.recover()
    try await lists
    let parts = self.parts
    let configuration = parts.configuration
    let application = buildApplication(parts) { port in
      if let url = URL(string: "http://\(configuration.authority):\(port)") {
        await configuration.onReady(url)
      }
    }
    try await withThrowingTaskGroup(of: Bool.self) { group in
      group.addTask {
        try await application.run()
        return false
      }
      group.addTask {
        await parts.foreman.run()
        return false
      }
      group.addTask {
        await cancelWhenGracefulShutdown { await Retention(parts: parts).keepOn() }
        return false
      }
      group.addTask {
        await parts.crier.run()
        return false
      }
      group.addTask {
        await parts.audit.run()
        return false
      }
      if let limit = configuration.idleLimit {
        group.addTask { await self.waitUntilIdle(for: limit) }
      }
      for try await isOver in group where isOver { group.cancelAll() }
    }
    try parts.store.close()
  }

  /// - Returns: true once idle, false where it was stopped before.
  private func waitUntilIdle(for limit: Duration) async -> Bool {
    let pause = min(max(limit / 10, .milliseconds(10)), .seconds(10))
    let isIdle = await cancelWhenGracefulShutdown { () -> Bool in
      while !Task.isCancelled {
        if await self.isIdle(for: limit) { return true }
        // Cancelled sleeps end the loop.
        try? await Task.sleep(for: pause)
      }
      return false
    }
    return isIdle
  }
}
