import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Answers as Bitrise sends them.
enum Answer {
  static func json(_ value: Any, status: Int = 200, gzip: Bool = false) -> Response {
    let data = (try? JSONSerialization.data(withJSONObject: value)) ?? Data()
    return bytes(Array(data), status, "application/json; charset=utf-8", gzip: gzip)
  }

  static func message(_ status: Int, _ text: String) -> Response {
    json(["message": text], status: status)
  }

  static func text(
    _ status: Int, _ text: String, type: String = "application/json; charset=utf-8",
    headers: [String: String] = [:], gzip: Bool = false
  ) -> Response {
    var response = bytes(Array(text.utf8), status, type, gzip: gzip)
    for (name, value) in headers {
      if let name = HTTPField.Name(name) { response.headers[name] = value }
    }
    return response
  }

  private static func bytes(
    _ bytes: [UInt8], _ status: Int, _ type: String, gzip: Bool
  ) -> Response {
    var headers: HTTPFields = [.contentType: type]
    let body = gzip ? gzipped(bytes) : bytes
    if gzip { headers[.contentEncoding] = "gzip" }
    return Response(
      status: .init(code: status), headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }
}

/// Takes what a body writes.
final class BytesSink: ResponseBodyWriter, Sendable {
  let bytes = Mutex<[UInt8]>([])

  func write(_ buffer: ByteBuffer) async throws {
    bytes.withLock { $0 += buffer.readableBytesView }
  }

  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
