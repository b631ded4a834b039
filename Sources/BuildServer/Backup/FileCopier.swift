import BuildSpool
import Foundation

/// Copies files into a backup; one that stands unchanged in the backup before is shared with it.
struct FileCopier {
  private let before: URL?
  private(set) var bytes = 0
  private(set) var newBytes = 0

  init(before: URL?) { self.before = before }

  /// Copies what a spool keeps, if there is one.
  mutating func copy(spoolFrom source: URL, to target: URL, _ path: String) throws {
    let folder = source.appending(path: path)
    var status = stat()
    // Nothing there is nothing to copy; what cannot be read makes no backup that looks whole.
    guard lstat(folder.path, &status) == 0 || errno != ENOENT else { return }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    try FileManager.default.createDirectory(
      at: target.appending(path: path), withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    // The index before the log: a log that grows meanwhile is longer than its index tells, and
    // that is what readers expect.
    for name in names.filter({ !SpoolFolder.passing.contains($0) }).sorted() {
      let inner = path + "/" + name
      switch Self.kind(of: source.appending(path: inner)) {
      case S_IFDIR: try copy(spoolFrom: source, to: target, inner)
      case S_IFREG: try copy(fileFrom: source, to: target, inner)
      default: break
      }
    }
  }

  /// Copies a regular file; anything else is passed over.
  mutating func copy(fileFrom source: URL, to target: URL, _ path: String) throws {
    let file = source.appending(path: path).path
    let copy = target.appending(path: path).path
    var status = stat()
    guard lstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
    bytes += Int(status.st_size)
    if let before, Self.isSame(status, before.appending(path: path).path),
      link(before.appending(path: path).path, copy) == 0
    {
      return
    }
    newBytes += Int(status.st_size)
    try FileManager.default.copyItem(atPath: file, toPath: copy)
    chmod(copy, 0o600)
    var times = status.times
    utimensat(AT_FDCWD, copy, &times, 0)
  }

  private static func kind(of url: URL) -> mode_t {
    var status = stat()
    return lstat(url.path, &status) == 0 ? status.st_mode & S_IFMT : 0
  }

  private static func isSame(_ status: stat, _ path: String) -> Bool {
    var other = stat()
    return lstat(path, &other) == 0 && other.st_size == status.st_size
      && other.times[1].tv_sec == status.times[1].tv_sec
      && other.times[1].tv_nsec == status.times[1].tv_nsec
  }
}

extension stat {
  /// When a file was last read and changed.
  fileprivate var times: [timespec] {
    #if os(Linux)
      [st_atim, st_mtim]
    #else
      [st_atimespec, st_mtimespec]
    #endif
  }
}
