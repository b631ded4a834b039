import Hummingbird
import TestSupport

/// What a response's body is written on, for a test to wait on.
struct Paper: ResponseBodyWriter {
  let text = WaitableText()

  mutating func write(_ buffer: ByteBuffer) async throws { text.append(String(buffer: buffer)) }
  consuming func finish(_ trailingHeaders: HTTPFields?) async throws { text.append("END") }
}
