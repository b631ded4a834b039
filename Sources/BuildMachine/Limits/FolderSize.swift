import CDiskUse

/// How much folders take, as far as our user can look into them.
enum FolderSize {
  /// Bytes on the disk of everything in the folders.
  static func bytes(in folders: [String]) -> Int {
    folders.reduce(0) { $0 + Int(disk_use_of_folder($1)) }
  }

  /// Bytes used of a folder in memory; 0 where it is none, or not to be seen.
  static func memory(of path: String) -> Int { Int(disk_use_in_memory(path)) }
}
