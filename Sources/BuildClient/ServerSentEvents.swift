import Foundation

/// One event of a `text/event-stream`.
struct ServerSentEvent: Sendable, Equatable {
  var id: String?
  var name = "message"
  var data = ""
}

/// Splits the bytes of an event stream into events, wherever the pieces are cut.
struct ServerSentEventParser {
  private var buffer: [UInt8] = []
  private var event = ServerSentEvent()
  private var hasData = false

  /// - Returns: the events that these bytes complete.
  mutating func feed(_ bytes: some Sequence<UInt8>) -> [ServerSentEvent] {
    var events: [ServerSentEvent] = []
    for byte in bytes {
      guard byte == UInt8(ascii: "\n") else {
        buffer.append(byte)
        continue
      }
      if buffer.last == UInt8(ascii: "\r") { buffer.removeLast() }
      if let done = take(String(decoding: buffer, as: UTF8.self)) { events.append(done) }
      buffer.removeAll(keepingCapacity: true)
    }
    return events
  }

  private mutating func take(_ line: String) -> ServerSentEvent? {
    if line.isEmpty {
      defer {
        event = ServerSentEvent(id: event.id)
        hasData = false
      }
      return hasData ? event : nil
    }
    // A line that begins with a colon is a comment: the heartbeat.
    guard !line.hasPrefix(":") else { return nil }
    let colon = line.firstIndex(of: ":") ?? line.endIndex
    var value = colon == line.endIndex ? "" : String(line[line.index(after: colon)...])
    if value.hasPrefix(" ") { value.removeFirst() }
    switch line[..<colon] {
    case "id": event.id = value
    case "event": event.name = value
    case "data":
      event.data += hasData ? "\n" + value : value
      hasData = true
    default: break
    }
    return nil
  }
}
