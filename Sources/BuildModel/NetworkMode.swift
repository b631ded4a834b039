/// How much of a network a stack's machines get.
package enum NetworkMode: String, Sendable, Codable, CaseIterable {
  /// Nothing but a loopback of the machine's own.
  case nothing = "none"
  /// The world outside by way of a program of the service's user; what listens on the loopback of
  /// the service's computer stays out of reach.
  case userMode = "user"
  /// The network of the service's computer itself.
  case host
}
