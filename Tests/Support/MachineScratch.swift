import Foundation

/// A folder for one test with the four folders of a machine in it; removed with this object.
package final class MachineScratch: Sendable {
  package let folder: String

  package init() throws {
    let path = FileManager.default.temporaryDirectory.path + "/airlock-test-" + UUID().uuidString
    for name in ["home", "source", "deploy", "temporary"] {
      try FileManager.default.createDirectory(
        atPath: "\(path)/\(name)", withIntermediateDirectories: true)
    }
    folder = path
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: folder) } catch { _ = error }
  }
}
