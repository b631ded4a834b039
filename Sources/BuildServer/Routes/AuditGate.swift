import BuildAPI
import BuildDatabase
import BuildModel
import Hummingbird

/// Writes down what known users were refused, and why.
struct AuditGate: RouterMiddleware {
  let parts: ServiceParts

  func handle(
    _ request: Request, context: UserContext,
    next: (Request, UserContext) async throws -> Response
  ) async throws -> Response {
    do { return try await next(request, context) } catch {
      if let refusal = Refusal(in: error), try await isWorthNoting(refusal, context) {
        var entry = parts.entry(.refused, context)
        entry.app = context.parameters.get("app").map(AppSlug.init(rawValue:))
        entry.build = context.parameters.get("build").map(BuildSlug.init(rawValue:))
        let path = (context.endpointPath ?? "").trimmingPrefix(Paths.base)
        entry.detail = "\(request.method) \(path): \(refusal.message)"
        // Not the message, which may quote what was sent and so be another each time.
        let reason = refusal.code?.rawValue ?? "\(refusal.status.code)"
        await parts.audit.noteRepeated(entry, kind: "\(request.method) \(path) \(reason)")
      }
      throw error
    }
  }

  /// Not every mistake is: a body that makes no sense, or a name of nothing, harms nobody.
  private func isWorthNoting(_ refusal: Refusal, _ context: UserContext) async throws -> Bool {
    guard refusal == .noApp else { return refusal.status == .forbidden || refusal.code != nil }
    guard let slug = context.parameters.get("app") else { return false }
    return try await parts.store.app(AppSlug(rawValue: slug)) != nil
  }
}

extension Refusal {
  /// The refusal that an error is or carries.
  fileprivate init?(in error: any Error) {
    switch error {
    case let refusal as Refusal: self = refusal
    case let error as TriggerRefusal: self = error.refusal
    default: return nil
    }
  }
}

extension ServiceParts {
  /// A line for the audit about what this request's user does now.
  func entry(
    _ event: AuditEvent, _ context: UserContext, app: AppSlug? = nil, build: BuildSlug? = nil,
    _ detail: String = ""
  ) -> AuditEntry {
    AuditEntry(
      at: now, user: context.user, address: context.address, app: app, build: build,
      event: event, detail: detail)
  }
}
