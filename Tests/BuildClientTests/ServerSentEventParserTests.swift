import Testing

@testable import BuildClient

@Suite struct ServerSentEventParserTests {
  private let stream = ": ping\n\nid: a-1\nevent: build\ndata: {\"x\":\ndata: 1}\n\n"

  @Test func `an event has its id, name and joined data`() {
    var parser = ServerSentEventParser()
    let events = parser.feed(stream.utf8)
    #expect(events == [ServerSentEvent(id: "a-1", name: "build", data: "{\"x\":\n1}")])
  }

  @Test(arguments: 1...9) func `pieces may be cut anywhere`(size: Int) {
    var parser = ServerSentEventParser()
    let bytes = Array((stream + stream).utf8)
    var events: [ServerSentEvent] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      events += parser.feed(bytes[start..<min(start + size, bytes.count)])
    }
    #expect(events.count == 2)
    #expect(events.first == events.last)
  }

  @Test func `a heartbeat alone is no event`() {
    var parser = ServerSentEventParser()
    #expect(parser.feed(": ping\n\n: ping\n\n".utf8).isEmpty)
  }

  @Test func `carriage returns end lines too`() {
    var parser = ServerSentEventParser()
    #expect(parser.feed("event: reset\r\ndata: {}\r\n\r\n".utf8).map(\.name) == ["reset"])
  }
}

@Suite struct TokenTests {
  @Test func `a token never prints itself`() {
    let token = Token("very-secret")
    var dumped = ""
    dump(token, to: &dumped)
    for text in ["\(token)", String(reflecting: token), dumped] {
      #expect(!text.contains("very-secret"))
    }
  }
}
