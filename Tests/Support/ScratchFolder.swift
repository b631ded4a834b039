package import Foundation

/// An empty folder for one test; removed with this object.
package final class ScratchFolder: Sendable {
  package let url: URL

  package init() throws {
    // Without symbolic links, as git names folders.
    url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "airlock-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    do { try FileManager.default.removeItem(at: url) } catch {
      // A test may have removed it itself.
      _ = error
    }
  }
}
