import BuildAPI
import BuildDatabase
import Hummingbird

/// Refuses requests that were sent to another name than this computer's own.
///
/// A web page can make a browser send requests to loopback under a name of its own (DNS
/// rebinding); a service that only listens there has no business with such a name.
struct LoopbackNameGate: RouterMiddleware {
  func handle(
    _ request: Request, context: GateContext,
    next: (Request, GateContext) async throws -> Response
  ) async throws -> Response {
    guard let authority = request.head.authority, Self.isLoopback(authority) else {
      throw Refusal(
        .misdirectedRequest, "This service answers to localhost and 127.0.0.1 only.")
    }
    return try await next(request, context)
  }

  static func isLoopback(_ authority: String) -> Bool {
    let host: Substring
    if authority.hasPrefix("[") {
      host = authority.dropFirst().prefix { $0 != "]" }
    } else {
      host = authority.prefix { $0 != ":" }
    }
    return ["localhost", "127.0.0.1", "::1"].contains(host.lowercased())
  }
}

/// Notes that somebody asks.
struct ActivityGate: RouterMiddleware {
  let activity: ActivityMeter

  func handle(
    _ request: Request, context: GateContext,
    next: (Request, GateContext) async throws -> Response
  ) async throws -> Response {
    activity.touch()
    return try await next(request, context)
  }
}

/// Gives every error a body in the contract's shape.
struct ErrorGate: RouterMiddleware {
  func handle(
    _ request: Request, context: GateContext,
    next: (Request, GateContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let trigger as TriggerRefusal {
      return try .json(trigger, status: trigger.refusal.status)
    } catch let proxy as ProxyRefusal {
      return try .json(ProxyErrorBody(proxy.refusal.body), status: proxy.refusal.status)
    } catch let refusal as Refusal {
      return try .refusal(refusal.body, status: refusal.status, to: request)
    } catch let cursor as UnknownCursor {
      return try .refusal(
        ErrorBody(message: "next: the list has no item \(cursor.next)."), status: .badRequest,
        to: request)
    } catch let error as any HTTPResponseError where error.status == .notFound {
      return try Misses.answer(to: request)
    } catch let error as any HTTPResponseError {
      return try .refusal(
        ErrorBody(message: Self.sentence(error)), status: error.status, to: request)
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      context.logger.error("\(request.method) \(request.uri.path) failed: \(error)")
      return try .refusal(
        ErrorBody(message: "Something is wrong inside the service; its log tells what."),
        status: .internalServerError, to: request)
    }
  }

  private static func sentence(_ error: any HTTPResponseError) -> String {
    switch error.status {
    case .contentTooLarge: "The request's body is too large."
    default: (error as? HTTPError)?.body ?? "\(error.status.reasonPhrase)."
    }
  }
}

extension Refusal {
  var body: ErrorBody { ErrorBody(message: message, code: code) }
}
