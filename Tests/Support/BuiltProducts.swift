import Foundation

/// The executables that were built together with the running tests.
package enum BuiltProducts {
  /// The path of an executable of the package.
  ///
  /// - Throws: `NotBuilt` where it lies nowhere beside the test bundle.
  package static func path(of name: String) throws -> String {
    for folder in candidates {
      let path = "\(folder)/\(name)"
      if access(path, X_OK) == 0, !isFolder(path) { return path }
    }
    throw NotBuilt(name: name, searched: candidates)
  }

  package struct NotBuilt: Error, CustomStringConvertible {
    package var name: String
    package var searched: [String]
    package var description: String {
      "\(name) is not built; looked in \(searched.joined(separator: ", ")). Run: swift build"
    }
  }

  /// The folders of the test bundle and those around it: on Linux the bundle is a file beside the
  /// products, on macOS a folder with the binary three levels inside.
  private static let candidates: [String] = {
    let bundles = CommandLine.arguments.filter { $0.contains(".xctest") }
    let starts = [Bundle.main.executablePath].compactMap { $0 } + bundles
    var folders: [String] = []
    for start in starts {
      var folder = URL(fileURLWithPath: start)
      for _ in 0..<5 {
        folder.deleteLastPathComponent()
        if !folders.contains(folder.path) { folders.append(folder.path) }
      }
    }
    return folders
  }()

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
