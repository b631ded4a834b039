import BuildDatabase
import Hummingbird

/// A request as it comes in; the user is known once its token was looked at.
struct GateContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  var user: User?

  init(source: Source) {
    coreContext = .init(source: source)
  }
}

/// A request of somebody we know.
struct UserContext: ChildRequestContext {
  var coreContext: CoreRequestContextStorage
  let user: User

  init(context: GateContext) throws {
    guard let user = context.user else { throw Refusal.noToken }
    coreContext = context.coreContext
    self.user = user
  }
}
