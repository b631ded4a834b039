import Foundation

/// Removes what a machine left behind.
enum MachineFolder {
  /// Removes the folder and all in it, also where a build took away its own permissions.
  static func remove(_ url: URL) throws {
    let files = FileManager.default
    guard files.fileExists(atPath: url.path) else { return }
    do { try files.removeItem(at: url) } catch {
      makeWritable(url)
      try files.removeItem(at: url)
    }
  }

  private static func makeWritable(_ folder: URL) {
    chmod(folder.path, 0o700)
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
      return
    }
    for name in names {
      let child = folder.appending(path: name)
      var status = stat()
      // Never through a link: what it points to is not the machine's.
      if lstat(child.path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { makeWritable(child) }
    }
  }
}
