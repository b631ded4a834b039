import Foundation

/// What stands at a path; a symbolic link is not followed.
enum FileKind: Equatable {
  case folder
  case file
  case link(target: String)

  /// Nil where there is nothing, or nothing that concerns us.
  init?(of path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: self = .folder
    case S_IFREG: self = .file
    case S_IFLNK:
      do {
        self = .link(target: try FileManager.default.destinationOfSymbolicLink(atPath: path))
      } catch {
        // Gone since, or not to be read: as good as nothing.
        return nil
      }
    default: return nil
    }
  }
}
