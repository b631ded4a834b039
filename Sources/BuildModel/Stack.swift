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
  /// Nil for whatever works best where the build runs.
  package var driver: DriverName?
  /// What a container's or a virtual machine's driver makes machines of.
  package var image: String?
  /// The absolute path of an unpacked root directory that machines see; nil for this computer's
  /// own programs.
  package var root: String?
  package var limits: MachineLimits?

  package init(
    name: StackName, title: String, system: System, hasScreenShare: Bool,
    network: NetworkMode? = nil, driver: DriverName? = nil, image: String? = nil,
    root: String? = nil, limits: MachineLimits? = nil
  ) {
    self.name = name
    self.title = title
    self.system = system
    self.hasScreenShare = hasScreenShare
    self.network = network
    self.driver = driver
    self.image = image
    self.root = root
    self.limits = limits
  }
}
