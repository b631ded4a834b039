import BuildDatabase
import Hummingbird

/// A request as it comes in; the user is known once its token was looked at.
struct GateContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// Where the request came from: an IP address.
  let address: String?
  var token: StoredToken?

  init(source: Source) {
    coreContext = .init(source: source)
    address = source.channel.remoteAddress?.ipAddress
  }
}

/// A request of somebody we know.
struct UserContext: ChildRequestContext {
  var coreContext: CoreRequestContextStorage
  let address: String?
  /// What let the user in.
  let token: StoredToken

  var user: User { token.user }

  init(context: GateContext) throws {
    guard let token = context.token else { throw Refusal.noToken }
    coreContext = context.coreContext
    address = context.address
    self.token = token
  }

  /// - Parameter act: what is asked for, as in "may not …".
  func requireAdministrator(to act: String) throws {
    guard user.isAdmin else {
      throw Refusal(
        .forbidden, "Only an administrator of this service may \(act).", code: .role)
    }
  }
}
