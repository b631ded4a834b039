package import Foundation

/// Knocks at a machine's door: whether somebody listens, and what they say first.
package enum DoorProbe {
  package struct Answer: Sendable, Equatable {
    /// Seconds until the connection stood.
    package var seconds: TimeInterval
    /// The first line, as it was sent; nil where none came in time.
    package var banner: String?
  }

  /// Connects, and waits for the first line; five seconds at most for each.
  ///
  /// Blocks the calling thread.
  ///
  /// - Throws: `ConnectError` where no connection came about.
  package static func knock(host: String, port: Int) throws -> Answer {
    let begin = ContinuousClock.now
    let peer = try connect(host, port)
    defer { close(peer) }
    let seconds = (ContinuousClock.now - begin) / .seconds(1)
    return Answer(seconds: seconds, banner: firstLine(peer))
  }

  private static func connect(_ host: String, _ port: Int) throws -> Int32 {
    var hints = addrinfo()
    #if os(Linux)
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #else
      hints.ai_socktype = SOCK_STREAM
    #endif
    var list: UnsafeMutablePointer<addrinfo>?
    let failure = getaddrinfo(host, String(port), &hints, &list)
    defer { if let list { freeaddrinfo(list) } }
    guard failure == 0 else {
      throw ConnectError(
        "The name \(host) leads nowhere: \(String(cString: gai_strerror(failure))).")
    }
    var reason = ETIMEDOUT
    var next = list
    while let address = next?.pointee {
      next = address.ai_next
      let peer = socket(address.ai_family, address.ai_socktype, address.ai_protocol)
      guard peer >= 0 else { continue }
      _ = fcntl(peer, F_SETFD, FD_CLOEXEC)
      _ = fcntl(peer, F_SETFL, fcntl(peer, F_GETFL) | O_NONBLOCK)
      if Foundation.connect(peer, address.ai_addr, address.ai_addrlen) == 0 { return peer }
      reason = errno == EINPROGRESS ? outcome(peer) : errno
      if reason == 0 { return peer }
      close(peer)
    }
    throw ConnectError("Nobody answers at \(host):\(port): \(String(cString: strerror(reason))).")
  }

  /// The error number of a connection under way; 0 where it stands.
  private static func outcome(_ peer: Int32) -> Int32 {
    guard isReady(peer, POLLOUT) else { return ETIMEDOUT }
    var number: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    return getsockopt(peer, SOL_SOCKET, SO_ERROR, &number, &size) == 0 ? number : errno
  }

  private static func firstLine(_ peer: Int32) -> String? {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    // The protocol's own limit for it.
    while bytes.count < 255, isReady(peer, POLLIN), recv(peer, &byte, 1, 0) == 1 {
      if byte == UInt8(ascii: "\n") {
        return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespaces)
          .replacing("\r", with: "")
      }
      bytes.append(byte)
    }
    return nil
  }

  private static func isReady(_ peer: Int32, _ event: Int32) -> Bool {
    var wait = pollfd(fd: peer, events: Int16(event), revents: 0)
    return poll(&wait, 1, 5000) > 0
  }
}
