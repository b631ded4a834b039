import Foundation

/// A connection that asks one thing after the other, with as little of its own as can be.
final class Line {
  private let socket: Int32
  private var buffer: [UInt8] = []
  private var bytes = [UInt8](repeating: 0, count: 65536)

  init(port: UInt16) throws {
    #if canImport(Glibc)
      socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      socket = Foundation.socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw LineError(what: "connect", number: errno) }
    var one: Int32 = 1
    setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
  }

  deinit { close(socket) }

  /// Sends a request and reads as far as a text in the answer's head or body.
  func send(_ path: String, _ service: BenchedService, until mark: String) throws {
    try write(path, service)
    var seen = ""
    while !seen.contains(mark) {
      try fill()
      seen += String(decoding: buffer, as: UTF8.self)
      buffer = []
    }
  }

  /// Sends a request and reads its answer away.
  func ask(_ path: String, _ service: BenchedService) throws {
    _ = try answer(path, service)
  }

  func text(_ path: String, _ service: BenchedService) throws -> String {
    String(decoding: try answer(path, service), as: UTF8.self)
  }

  private func answer(_ path: String, _ service: BenchedService) throws -> [UInt8] {
    try write(path, service)
    var end = headEnd
    while end == nil {
      try fill()
      end = headEnd
    }
    let head = String(decoding: buffer[..<(end ?? 0)], as: UTF8.self)
    guard head.hasPrefix("HTTP/1.1 200") else { throw LineError(what: head, number: 0) }
    let length =
      head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
      .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
    while buffer.count < (end ?? 0) + 4 + length { try fill() }
    defer { buffer = [] }
    return buffer
  }

  private var headEnd: Int? {
    buffer.firstRange(of: Array("\r\n\r\n".utf8))?.lowerBound
  }

  private func write(_ path: String, _ service: BenchedService) throws {
    let text =
      "GET /v0.1\(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: \(service.token)\r\n\r\n"
    let sent = text.utf8CString.withUnsafeBytes {
      Foundation.send(socket, $0.baseAddress, $0.count - 1, 0)
    }
    guard sent == text.utf8.count else { throw LineError(what: "send", number: errno) }
  }

  private func fill() throws {
    let count = recv(socket, &bytes, bytes.count, 0)
    guard count > 0 else { throw LineError(what: "receive", number: errno) }
    buffer.append(contentsOf: bytes[..<count])
  }
}

struct LineError: Error {
  var what: String
  var number: Int32
}
