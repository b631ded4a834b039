package import Foundation

/// The folder of the sockets through which sessions of one build share a connection.
package enum ControlFolder {
  /// Makes it, where it is not there; only this user can enter it.
  ///
  /// - Returns: nil where somebody else's folder or a link stands in its place: then nothing is
  ///   shared, for whoever owns the folder could answer in the machine's stead.
  package static func make(environment: [String: String]) -> URL? {
    let parent = environment["XDG_RUNTIME_DIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
    let path = "\(parent)/airlock-\(geteuid())"
    // Longer ones leave no room for a socket's name.
    guard path.utf8.count <= 44, mkdir(path, 0o700) == 0 || errno == EEXIST else { return nil }
    var facts = stat()
    guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR,
      facts.st_uid == geteuid(), facts.st_mode & 0o077 == 0
    else { return nil }
    return URL(filePath: path, directoryHint: .isDirectory)
  }
}
