/// Somebody at a machine's door, as the door sees them.
package struct Visitor: Sendable, Equatable, Codable {
  /// Where they come from: an IP address.
  package var address: String
  package var port: Int
  /// How they prove who they are.
  package var method: String
  /// Whether they look at the machine's screen; others are in it over SSH.
  @FalseIfAbsent package var isAtScreen: Bool

  package init(
    address: String, port: Int, method: String = "password", isAtScreen: Bool = false
  ) {
    self.address = address
    self.port = port
    self.method = method
    self.isAtScreen = isAtScreen
  }
}
