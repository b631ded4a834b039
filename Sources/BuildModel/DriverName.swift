/// A way of making machines, by the name that configurations, logs and `doctor` use.
package enum DriverName: String, Sendable, Codable, CaseIterable {
  case bubblewrap
  case uidRange = "uid-range"
  case podman
  case docker
  case tart
  case plain

  /// Whether its machines are made of an image that the stack names.
  package var takesImage: Bool { self == .podman || self == .docker || self == .tart }
  /// Whether its machines can have an unpacked root directory in place of this computer's own.
  package var takesRoot: Bool { self == .bubblewrap || self == .uidRange }
}
