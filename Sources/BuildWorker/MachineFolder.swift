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

  /// Removes everything; only once the machine is gone, so that nothing changes meanwhile.
  func remove() throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      // A build may have locked its own folders.
      Self.unlock(path)
      try FileManager.default.removeItem(atPath: path)
    }
  }

  private static func unlock(_ folder: String) {
    chmod(folder, 0o700)
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return }
    for name in names {
      let path = "\(folder)/\(name)"
      var status = stat()
      if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { unlock(path) }
    }
  }
}
