import Foundation

/// The runner's own corner of a machine's temporary folder: scripts, and what `envman` noted.
///
/// The build can write here too, so nothing is opened by a path that it could bend: files are
/// reached from the folder's descriptor, links are not followed, and what exists is replaced.
final class Scratch: Sendable {
  static let name = ".airlock"

  /// The corner's path as seen inside the machine.
  let inside: String
  private let folder: Int32
  /// The machine's user: ours, or one that exists for the machine alone.
  private let owner: (user: uid_t, group: gid_t)

  /// - Parameters:
  ///   - host: the machine's temporary folder on the host, before anything runs in it.
  ///   - name: what the corner is called; steps are told of others than our own.
  init(host: String, inside: String, name: String = Scratch.name) throws {
    self.inside = inside + "/" + name
    let path = host + "/" + name
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Self.fault("make", path) }
    folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard folder >= 0 else { throw Self.fault("open", path) }
    var status = stat()
    guard lstat(host, &status) == 0 else { throw Self.fault("look at", host) }
    owner = (status.st_uid, status.st_gid)
    try give(folder, path)
  }

  private func give(_ descriptor: Int32, _ path: String) throws {
    guard owner.user != geteuid() else { return }
    guard fchown(descriptor, owner.user, owner.group) == 0 else {
      throw Self.fault("give away", path)
    }
  }

  deinit { close(folder) }

  /// Puts a file there in place of whatever has its name.
  ///
  /// - Returns: its path inside the machine.
  func put(_ text: String, as name: String, mode: mode_t = 0o600) throws -> String {
    unlinkat(folder, name, 0)
    let file = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard file >= 0 else { throw Self.fault("write", path(of: name)) }
    defer { close(file) }
    // Against the umask, which may forbid what the mode allows.
    fchmod(file, mode)
    try give(file, path(of: name))
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else { throw Self.fault("write", path(of: name)) }
      rest = rest.dropFirst(max(0, count))
    }
    return path(of: name)
  }

  /// What a file holds; nil where there is none.
  ///
  /// - Throws: `RunError` where it is no plain file or larger than the limit.
  func take(_ name: String, limit: Int) throws -> [UInt8]? {
    let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw Self.fault("read", path(of: name))
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw RunError("\(path(of: name)) is not the plain file it was")
    }
    guard status.st_size <= limit else {
      throw RunError("\(path(of: name)) is larger than \(limit >> 20) MiB")
    }
    var bytes = [UInt8](repeating: 0, count: limit)
    var filled = 0
    while filled < limit {
      let count = bytes.withUnsafeMutableBytes {
        read(file, $0.baseAddress?.advanced(by: filled), limit - filled)
      }
      guard count > 0 else {
        if count < 0 && errno == EINTR { continue }
        break
      }
      filled += count
    }
    unlinkat(folder, name, 0)
    return Array(bytes[..<filled])
  }

  /// What a file holds from a place on; nil where there is no more, or no plain file.
  func tail(of name: String, from start: Int, limit: Int) -> [UInt8]? {
    let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      Int(status.st_size) > start
    else { return nil }
    var bytes = [UInt8](repeating: 0, count: min(Int(status.st_size) - start, limit))
    let count = pread(file, &bytes, bytes.count, off_t(start))
    return count > 0 ? Array(bytes[..<count]) : nil
  }

  func remove(_ name: String) { unlinkat(folder, name, 0) }

  /// Makes a folder there, before anything runs in the machine.
  ///
  /// - Returns: its path inside the machine.
  func makeFolder(_ name: String) throws -> String {
    guard mkdirat(folder, name, 0o700) == 0 else { throw Self.fault("make", path(of: name)) }
    let made = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard made >= 0 else { throw Self.fault("open", path(of: name)) }
    defer { close(made) }
    try give(made, path(of: name))
    return path(of: name)
  }

  /// Removes a folder in which nothing was left.
  func removeIfEmpty(_ name: String) { unlinkat(folder, name, AT_REMOVEDIR) }

  private func path(of name: String) -> String { inside + "/" + name }

  private static func fault(_ act: String, _ path: String) -> RunError {
    RunError("cannot \(act) \(path): \(String(cString: strerror(errno)))")
  }
}
