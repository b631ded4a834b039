import Foundation

/// TCP on this computer's own loopback.
enum Loopback {
  /// - Returns: a socket that is the caller's.
  static func makeSocket() throws -> Int32 {
    #if os(Linux)
      let made = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let made = Foundation.socket(AF_INET, SOCK_STREAM, 0)
    #endif
    guard made >= 0 else { throw MachineError.noDescriptors }
    _ = fcntl(made, F_SETFD, FD_CLOEXEC)
    return made
  }

  /// - Parameter port: 0 for one that the system chooses.
  static func address(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return address
  }

  /// Waits on the calling thread, which must be ours.
  ///
  /// - Returns: a connected socket, which is the caller's.
  static func connect(toPort port: UInt16) throws -> Int32 {
    let made = try makeSocket()
    var address = address(port: port)
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.connect(made, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else {
      let reason = String(cString: strerror(errno))
      close(made)
      throw MachineError(.gone, "Nothing answers at port \(port) of 127.0.0.1: \(reason).")
    }
    return made
  }
}
