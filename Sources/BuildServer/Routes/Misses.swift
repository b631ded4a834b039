import BuildAPI
import Hummingbird

/// Answers to requests that no route takes.
enum Misses {
  /// What a method that a path does not know is told, and what it may be asked for instead.
  static func answer(to request: Request) throws -> Response {
    let path = request.uri.path.prefix(200)
    let known = Contract.operations(at: request.uri.path)
    guard !known.isEmpty else {
      return try .json(
        ErrorBody(message: "There is nothing at \(request.method) \(path)."),
        status: .notFound)
    }
    var methods = known.map { $0.method.rawValue.uppercased() }
    if methods.contains("GET") { methods.append("HEAD") }
    let allowed = (methods + ["OPTIONS"]).sorted().joined(separator: ", ")
    if request.method == .options {
      return Response(status: .noContent, headers: [.allow: allowed])
    }
    var response = try Response.json(
      ErrorBody(
        message: "\(path) cannot be asked with \(request.method); it takes \(allowed)."),
      status: .methodNotAllowed)
    response.headers[.allow] = allowed
    return response
  }
}
