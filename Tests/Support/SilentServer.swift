import Foundation

/// A port on loopback that takes connections and never says a word.
package final class SilentServer: Sendable {
  package let port: Int
  private let descriptor: Int32

  package init() throws {
    (descriptor, port) = try LoopbackSocket.bound()
    guard listen(descriptor, 16) == 0 else { throw SpawnError(program: "listen", number: errno) }
  }

  deinit { close(descriptor) }
}

/// Sockets of this computer's own address.
enum LoopbackSocket {
  /// A socket on a port of the system's choice.
  static func bound() throws -> (descriptor: Int32, port: Int) {
    let descriptor = make()
    return try with(0) { address, size in
      guard bind(descriptor, address, size) == 0 else {
        close(descriptor)
        throw SpawnError(program: "bind", number: errno)
      }
      var found = sockaddr_in()
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      _ = withUnsafeMutableBytes(of: &found) { bytes in
        getsockname(
          descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
      }
      return (descriptor, Int(UInt16(bigEndian: found.sin_port)))
    }
  }

  /// Whether somebody listens on the port.
  static func answers(_ port: Int) -> Bool {
    let descriptor = make()
    defer { close(descriptor) }
    return with(port) { address, size in connect(descriptor, address, size) == 0 }
  }

  /// A connection to the port; nil where nobody listens.
  static func connected(to port: Int) -> Int32? {
    let descriptor = make()
    guard with(port, { address, size in connect(descriptor, address, size) == 0 }) else {
      close(descriptor)
      return nil
    }
    return descriptor
  }

  private static func make() -> Int32 {
    #if canImport(Glibc)
      socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    #else
      socket(AF_INET, SOCK_STREAM, 0)
    #endif
  }

  private static func with<Result>(
    _ port: Int, _ act: (UnsafePointer<sockaddr>, socklen_t) throws -> Result
  ) rethrows -> Result {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return try withUnsafePointer(to: &address) { pointer in
      try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        try act($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}
