import Foundation

/// Unix sockets by path, also where the path is longer than the 107 bytes an address holds.
enum UnixSocket {
  static func listen(at url: URL) throws -> Int32 {
    unlink(url.path)
    return try open(url) { descriptor, address, size in
      guard bind(descriptor, address, size) == 0, chmod(url.path, 0o600) == 0 else { return -1 }
      return Foundation.listen(descriptor, 16)
    }
  }

  static func connect(to url: URL) throws -> Int32 {
    try open(url) { descriptor, address, size in Foundation.connect(descriptor, address, size) }
  }

  private static func open(
    _ url: URL, _ act: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) throws -> Int32 {
    #if os(Linux)
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    #else
      let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
    #endif
    guard descriptor >= 0 else { throw SpoolError.system("make a socket for", url.path, errno) }
    var time = timeval(tv_sec: 5, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let capacity = MemoryLayout.size(ofValue: address.sun_path)
    let (path, folder) = try shortened(url, capacity: capacity)
    defer { if folder >= 0 { close(folder) } }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        act(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else {
      let number = errno
      close(descriptor)
      throw SpoolError.system("use", url.path, number)
    }
    return descriptor
  }

  /// A path that fits, by way of the folder's open descriptor.
  private static func shortened(_ url: URL, capacity: Int) throws -> (String, Int32) {
    guard url.path.utf8.count >= capacity else { return (url.path, -1) }
    #if os(Linux)
      let folder = Foundation.open(
        url.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard folder >= 0 else { throw SpoolError.system("open", url.path, errno) }
      return ("/proc/self/fd/\(folder)/\(url.lastPathComponent)", folder)
    #else
      throw SpoolError(description: "the path \(url.path) is too long for a socket")
    #endif
  }
}
