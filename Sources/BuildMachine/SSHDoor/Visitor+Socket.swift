import BuildModel
import Foundation

extension Visitor {
  /// Who is at the other end of a connected socket.
  init(peerOf socket: Int32, isAtScreen: Bool = false) {
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    // The door listens on IPv4 only.
    let isKnown = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(socket, $0, &length) == 0 }
    }
    var text = [CChar](repeating: 0, count: Int(INET_ADDRSTRLEN))
    guard isKnown,
      inet_ntop(AF_INET, &address.sin_addr, &text, socklen_t(INET_ADDRSTRLEN)) != nil
    else {
      // One who has left again before we looked.
      self.init(address: "unknown", port: 0, isAtScreen: isAtScreen)
      return
    }
    let letters = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    self.init(
      address: String(decoding: letters, as: UTF8.self),
      port: Int(UInt16(bigEndian: address.sin_port)), isAtScreen: isAtScreen)
  }
}
