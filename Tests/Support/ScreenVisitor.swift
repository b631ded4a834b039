import CScreenKey
import Foundation

/// The file with a password that VNC servers of TigerVNC's kind read: ciphered, with a key that all
/// know.
package func writeScreenPassword(_ password: String, to file: String) throws {
  var letters = Array((Array(password.utf8) + [UInt8](repeating: 0, count: 8)).prefix(8))
  guard cscreenkey_encrypt([23, 82, 107, 6, 35, 78, 88, 7], letters, &letters, 1) == 0 else {
    throw ScreenVisitor.Trouble(description: "there is no cipher")
  }
  try Data(letters).write(to: URL(filePath: file))
}

/// A small VNC viewer: enough of RFC 6143 to log in and to look at one pixel.
///
/// Waits on the calling thread, ten seconds at most for each answer.
package final class ScreenVisitor {
  package struct Trouble: Error, CustomStringConvertible {
    package let description: String
  }

  private let line: Int32

  /// - Parameter address: `host:port`.
  package init(_ address: String) throws {
    let port = address.split(separator: ":").last.flatMap { UInt16($0) } ?? 0
    #if os(Linux)
      line = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      line = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    _ = fcntl(line, F_SETFD, FD_CLOEXEC)
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = port.bigEndian
    place.sin_addr.s_addr = inet_addr("127.0.0.1")
    let status = withUnsafePointer(to: &place) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(line, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else {
      let reason = String(cString: strerror(errno))
      close(line)
      throw Trouble(description: reason)
    }
  }

  deinit { close(line) }

  /// - Parameter version: of the protocol, as `3.8`.
  /// - Returns: why not; nil where we are in.
  package func logIn(_ password: String, minor: Int = 8) throws -> String? {
    guard try read(12) == Array("RFB 003.008\n".utf8) else {
      throw Trouble(description: "the server speaks another protocol")
    }
    try write(Array("RFB 003.00\(minor)\n".utf8))
    if minor < 7 {
      guard try read(4) == [0, 0, 0, 2] else { throw Trouble(description: "no password asked") }
    } else {
      guard try read(2) == [1, 2] else { throw Trouble(description: "no password asked for") }
      try write([2])
    }
    var challenge = try read(16)
    let key = Array((Array(password.utf8) + [UInt8](repeating: 0, count: 8)).prefix(8))
    guard cscreenkey_encrypt(key, challenge, &challenge, 2) == 0 else {
      throw Trouble(description: "there is no cipher")
    }
    try write(challenge)
    if try read(4) == [0, 0, 0, 0] { return nil }
    guard minor >= 8 else { return "refused" }
    let length = try read(4).reduce(0) { $0 << 8 | Int($1) }
    return String(decoding: try read(length), as: UTF8.self)
  }

  /// The screen's width, height and title; called once, after `logIn`.
  package func enter() throws -> (width: Int, height: Int, title: String) {
    try write([1])
    let facts = try read(24)
    let length = facts[20...].reduce(0) { $0 << 8 | Int($1) }
    let title = String(decoding: try read(length), as: UTF8.self)
    // What it shows, as it is, and no other messages than are needed.
    try write([2, 0, 0, 1, 0, 0, 0, 0])
    return (Int(facts[0]) << 8 | Int(facts[1]), Int(facts[2]) << 8 | Int(facts[3]), title)
  }

  /// A pixel as `RRGGBB`.
  package func pixel(_ column: UInt8, _ row: UInt8) throws -> String {
    try write([3, 0, 0, column, 0, row, 0, 1, 0, 1])
    while true {
      switch try read(1).first {
      case 0:
        guard try read(3)[1...] == [0, 1], try read(12)[8...] == [0, 0, 0, 0] else {
          throw Trouble(description: "the update is not what was asked for")
        }
        let parts = try read(4)
        return [parts[2], parts[1], parts[0]].map { String(format: "%02x", $0) }.joined()
      case 2: break
      case let type: throw Trouble(description: "a message of type \(type ?? 255)")
      }
    }
  }

  /// Whether the server has ended the connection.
  package func isCutOff() -> Bool {
    var byte: UInt8 = 0
    let count = Foundation.read(line, &byte, 1)
    return count == 0 || (count < 0 && errno == ECONNRESET)
  }

  private func write(_ bytes: [UInt8]) throws {
    guard Foundation.write(line, bytes, bytes.count) == bytes.count else {
      throw Trouble(description: String(cString: strerror(errno)))
    }
  }

  private func read(_ count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      var piece = [UInt8](repeating: 0, count: count - bytes.count)
      let got = Foundation.read(line, &piece, piece.count)
      guard got > 0 else {
        throw Trouble(
          description: got == 0 ? "the server has hung up" : String(cString: strerror(errno)))
      }
      bytes += piece.prefix(got)
    }
    return bytes
  }
}

/// Runs what waits on a thread of its own, so that no shared one does.
@discardableResult
package func onOwnThread<Value: Sendable>(
  _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
  }
}
