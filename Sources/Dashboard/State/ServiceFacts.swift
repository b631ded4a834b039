package import BuildModel
package import typealias Foundation.TimeInterval

/// What the service says about itself and the person, once for all builds.
package struct ServiceFacts: Sendable, Equatable {
  /// What the person may do; an app that is missing here allows everything, and the service has
  /// the last word.
  package var roles: [AppSlug: Role]
  /// Seconds that a window stays open after its build.
  package var grace: TimeInterval
  /// The app of the folder that the dashboard was started in, where it is one.
  package var here: AppSlug?
  /// The name of the person that the service knows.
  package var me: String?
  /// What stands before a build's slug in the address of its page; nil where builds have none.
  package var pages: String?
  /// The kinds of machine there are to choose from, in the service's order.
  package var stacks: [String]
  /// What the service can do beside the contract that all of them speak.
  package var offer: ServiceOffer
  /// Apps of which the service has refused to run builds, with what it said, until all is asked
  /// anew.
  package var forbidden: [AppSlug: String] = [:]

  package init(
    roles: [AppSlug: Role] = [:], grace: TimeInterval = 600, here: AppSlug? = nil,
    me: String? = nil, pages: String? = nil, offer: ServiceOffer = .windows, stacks: [String] = []
  ) {
    self.roles = roles
    self.grace = grace
    self.here = here
    self.me = me
    self.pages = pages
    self.offer = offer
    self.stacks = stacks
  }
}
