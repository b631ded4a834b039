/// The kind of machine a build runs in: its system and what it offers.
package struct Stack: Sendable, Equatable, Codable {
  package enum System: String, Sendable, Codable {
    case linux
    case macOS = "macos"
  }

  package var name: StackName
  package var title: String
  package var system: System
  package var hasScreenShare: Bool
  /// Nil for user mode where it can be had, else nothing.
  package var network: NetworkMode?

  package init(
    name: StackName, title: String, system: System, hasScreenShare: Bool,
    network: NetworkMode? = nil
  ) {
    self.name = name
    self.title = title
    self.system = system
    self.hasScreenShare = hasScreenShare
    self.network = network
  }
}
