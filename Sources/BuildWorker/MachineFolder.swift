import Foundation

/// The folder on the host in which one machine has its files.
struct MachineFolder: Sendable {
  let path: String
  var source: String { path + "/source" }
  var deploy: String { path + "/deploy" }
  var temporary: String { path + "/temporary" }
  /// For the clone; no machine sees it.
  var checkout: String { path + "/checkout" }

  init(_ url: URL) { path = url.path }

  func create() throws {
    for name in ["home", "source", "deploy", "temporary"] {
      try FileManager.default.createDirectory(
        atPath: "\(path)/\(name)", withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    }
  }
}
