import Foundation

/// What files take on a disk.
enum DiskUsage {
  /// What a folder takes with all in it; nothing where it is not there.
  static func bytes(in folder: URL) -> Int {
    var status = stat()
    guard lstat(folder.path, &status) == 0 else { return 0 }
    let own = Int(status.st_blocks) * 512
    guard status.st_mode & S_IFMT == S_IFDIR,
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    else { return own }
    return names.reduce(own) { $0 + bytes(in: folder.appending(path: $1)) }
  }
}
