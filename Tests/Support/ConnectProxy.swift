import Foundation
import Synchronization

/// An HTTP proxy on loopback that knows CONNECT only, and leads everywhere to one port of here.
package final class ConnectProxy: Sendable {
  package let port: Int
  private let descriptor: Int32
  private let target: Int
  private let lines = Mutex<[String]>([])

  /// The heads of the requests it has got.
  package var asked: [String] { lines.withLock { $0 } }

  package init(to target: Int) throws {
    self.target = target
    (descriptor, port) = try LoopbackSocket.bound()
    guard listen(descriptor, 16) == 0 else { throw SpawnError(program: "listen", number: errno) }
    let descriptor = self.descriptor
    Thread { [weak self] in
      while true {
        let peer = accept(descriptor, nil, nil)
        guard peer >= 0 else { return }
        self?.serve(peer)
      }
    }.start()
  }

  deinit {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }

  private func serve(_ peer: Int32) {
    var head: [UInt8] = []
    var byte: UInt8 = 0
    while !head.suffix(4).elementsEqual("\r\n\r\n".utf8), recv(peer, &byte, 1, 0) == 1 {
      head.append(byte)
    }
    lines.withLock { $0.append(String(decoding: head, as: UTF8.self)) }
    guard head.starts(with: "CONNECT ".utf8), let other = LoopbackSocket.connected(to: target)
    else {
      close(peer)
      return
    }
    let answer = Array("HTTP/1.1 200 Connection established\r\n\r\n".utf8)
    _ = send(peer, answer, answer.count, 0)
    for (from, to) in [(peer, other), (other, peer)] {
      Thread { Self.pump(from, to) }.start()
    }
  }

  private static func pump(_ from: Int32, _ to: Int32) {
    var bytes = [UInt8](repeating: 0, count: 16 << 10)
    while true {
      let count = recv(from, &bytes, bytes.count, 0)
      guard count > 0, send(to, bytes, count, Int32(MSG_NOSIGNAL)) == count else { break }
    }
    shutdown(to, Int32(SHUT_WR))
  }
}
