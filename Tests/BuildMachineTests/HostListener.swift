import Foundation

/// A port of this computer that gives a word to whoever connects, and counts them.
final class HostListener: Sendable {
  let word = "word-" + UUID().uuidString
  let port: Int
  private let socket: Int32

  /// - Parameter address: one of this computer's own.
  init(address text: String) throws {
    #if os(Linux)
      socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      socket = Foundation.socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr(text)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listening = socket
    let isListening = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listening, $0, length) == 0 && listen(listening, 16) == 0
          && getsockname(listening, $0, &length) == 0
      }
    }
    guard isListening else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    port = Int(UInt16(bigEndian: address.sin_port))
    let word = Array(self.word.utf8)
    Thread.detachNewThread { [listening] in
      while true {
        let client = accept(listening, nil, nil)
        guard client >= 0 else { return }
        _ = send(client, word, word.count, Int32(MSG_NOSIGNAL))
        close(client)
      }
    }
  }

  deinit {
    shutdown(socket, Int32(SHUT_RDWR))
    close(socket)
  }

  /// An address of this computer by which others of its network reach it; nil where it has none.
  static let outsideAddress: String? = {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&list) == 0 else { return nil }
    defer { freeifaddrs(list) }
    var next = list
    while let entry = next?.pointee {
      defer { next = entry.ifa_next }
      guard let address = entry.ifa_addr, address.pointee.sa_family == sa_family_t(AF_INET) else {
        continue
      }
      let text = address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
        String(cString: inet_ntoa($0.pointee.sin_addr))
      }
      if !text.hasPrefix("127.") { return text }
    }
    return nil
  }()
}
