import BuildAPI
import BuildModel
import Hummingbird

/// Why a request is not carried out, with the status and the body that say so.
struct Refusal: Error, Equatable {
  var status: HTTPResponse.Status
  var message: String
  var code: RefusalCode?

  init(_ status: HTTPResponse.Status, _ message: String, code: RefusalCode? = nil) {
    self.status = status
    self.message = message
    self.code = code
  }
}

extension Refusal {
  static let noToken = Refusal(
    .unauthorized, "Unauthorized: a valid token is needed in the Authorization header.")
  static let noApp = Refusal(.notFound, "There is no such app, or you may not see it.")
  static let noBuild = Refusal(.notFound, "There is no such build, or you may not see it.")

  static func role(_ role: Role, _ act: String) -> Refusal {
    Refusal(.forbidden, "Your role in this app, \(role.title), may not \(act).", code: .role)
  }
}

extension Refusal: CustomStringConvertible {
  var description: String { message }
}

/// The body of a refused trigger, in Bitrise's shape.
struct TriggerRefusal: Error, Encodable {
  var refusal: Refusal
  var app: AppSlug

  enum CodingKeys: String, CodingKey {
    case status, message, slug, service, code
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode("error", forKey: .status)
    try container.encode(refusal.message, forKey: .message)
    try container.encode(app, forKey: .slug)
    try container.encode("bitrise", forKey: .service)
    try container.encodeIfPresent(refusal.code, forKey: .code)
  }
}

/// A refusal of an endpoint that Bitrise answers from another service, in that one's shape.
struct ProxyRefusal: Error {
  var refusal: Refusal
}
