package import Foundation

/// Removes folders that a build could write in.
package enum LockedFolder {
  /// Removes the folder and all in it, also where a build took away its own permissions.
  ///
  /// Only once its machine is gone, so that nothing changes meanwhile.
  package static func remove(_ url: URL) throws {
    let files = FileManager.default
    guard files.fileExists(atPath: url.path) else { return }
    do { try files.removeItem(at: url) } catch {
      unlock(url.path)
      try files.removeItem(at: url)
    }
  }

  private static func unlock(_ folder: String) {
    chmod(folder, 0o700)
    // What cannot be read even now is told by the removal that follows.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names {
      let child = "\(folder)/\(name)"
      var status = stat()
      // Never through a link: what it points to is not the machine's.
      if lstat(child, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { unlock(child) }
    }
  }
}
