import Foundation

/// Unix sockets for one user's own processes.
enum LocalSocket {
  static func listen(_ path: String) throws -> Int32 {
    try open(path) { descriptor, address, size in
      guard bind(descriptor, address, size) == 0, chmod(path, 0o600) == 0 else { return -1 }
      return Foundation.listen(descriptor, 1)
    }
  }

  static func connect(_ path: String) throws -> Int32 {
    try open(path) { descriptor, address, size in Foundation.connect(descriptor, address, size) }
  }

  /// Whether the process at the other end belongs to this user.
  static func isOwnUser(_ peer: Int32) -> Bool {
    #if os(Linux)
      // `struct ucred` (process, user, group), which the C library shows to GNU sources only.
      var who: [UInt32] = [0, 0, 0]
      var size = socklen_t(who.count * MemoryLayout<UInt32>.size)
      guard getsockopt(peer, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 else { return false }
      return who[1] == geteuid()
    #else
      var user = uid_t()
      var group = gid_t()
      return getpeereid(peer, &user, &group) == 0 && user == geteuid()
    #endif
  }

  private static func open(
    _ path: String, _ act: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) throws -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw ConnectError("The path \(path) is too long for a socket; set XDG_RUNTIME_DIR.")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    #if os(Linux)
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
    #endif
    guard descriptor >= 0 else { throw ConnectError("No socket could be made.") }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        act(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else {
      let reason = String(cString: strerror(errno))
      close(descriptor)
      throw ConnectError("The socket \(path) is of no use: \(reason).")
    }
    return descriptor
  }
}
