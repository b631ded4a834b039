import Foundation

/// Says by a lock that a session's folder is in use, so that one that was left behind is known.
///
/// A process that is killed lets go of its locks, and clears up nothing else.
struct FolderClaim: Sendable {
  private static let name = "owner"
  private let descriptor: Int32

  /// Nil where no lock can be had; the folder is then never taken for abandoned.
  init?(_ folder: URL) {
    descriptor = open(
      folder.appending(path: Self.name).path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return nil }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
  }

  func end() { close(descriptor) }

  /// Removes the folders whose processes are gone.
  static func removeAbandoned(in parent: URL) {
    let files = FileManager.default
    for folder in (try? files.contentsOfDirectory(at: parent, includingPropertiesForKeys: nil))
      ?? []
    {
      let lock = open(folder.appending(path: name).path, O_RDWR | O_CLOEXEC)
      // Without one it is just being made.
      guard lock >= 0 else { continue }
      defer { close(lock) }
      if flock(lock, LOCK_EX | LOCK_NB) == 0 { try? files.removeItem(at: folder) }
    }
  }

  /// Removes what was left for a build whose window has closed.
  static func forget(_ build: String, in parents: [URL]) {
    let files = FileManager.default
    for parent in parents {
      for name in (try? files.contentsOfDirectory(atPath: parent.path)) ?? []
      where name.hasPrefix("\(build)-") {
        let folder = parent.appending(path: name)
        guard !files.fileExists(atPath: folder.appending(path: Self.name).path) else { continue }
        try? files.removeItem(at: folder)
      }
    }
  }
}
