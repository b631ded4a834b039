import BuildAPI
import BuildDatabase
import BuildModel
import Hummingbird

/// One listener's stream of events.
struct EventFeed: Sendable {
  let hub: EventHub
  let store: BuildStore
  let user: UserSlug
  let lastEventID: String?
  /// What lets the listener listen; where it ends, so does the stream.
  var pass = StreamPass(expiresAt: nil)

  /// Writes until the listener goes or the service ends.
  func write(to writer: inout any ResponseBodyWriter) async throws {
    let listener = hub.listen(as: user)
    defer { hub.dismiss(listener) }
    pass.onRevocation { listener.end() }
    guard pass.isGood else { return try await writer.finish(nil) }
    try await begin(listener, &writer)
    var place = listener.start
    while let taken = await listener.take() {
      guard pass.isGood else { break }
      switch taken.delivery {
      case .news(let events):
        let fresh = events.filter { $0.number > place }
        place = max(place, events.last?.number ?? 0)
        if !fresh.isEmpty { try await writer.write(contentsOf: fresh.map(\.text)) }
      case .heartbeat where taken.hasGap: break
      case .heartbeat: try await writer.write(ByteBuffer(string: ": ping\n\n"))
      }
      if taken.hasGap {
        place = hub.last
        try await writer.write(reset(at: place))
      }
    }
    try await writer.finish(nil)
  }

  /// Tells where the listener stands, and what they have missed.
  private func begin(
    _ listener: EventListener, _ writer: inout any ResponseBodyWriter
  ) async throws {
    let start = listener.start
    guard let lastEventID else {
      // An id of its own, so that even one who was told nothing yet can resume here.
      try await writer.write(ByteBuffer(string: ": welcome\nid: \(hub.id(start))\n\n"))
      return
    }
    guard let number = hub.number(lastEventID), let missed = hub.events(after: number) else {
      try await writer.write(reset(at: start))
      return
    }
    var roles: [AppSlug: Role] = [:]
    for app in Set(missed.compactMap(\.app)) {
      roles[app] = try await store.role(of: user, in: app)
    }
    let visible = missed.filter { $0.number <= start && $0.isVisible(to: roles) }
    try await writer.write(
      contentsOf: [ByteBuffer(string: ": resumed\n\n")] + visible.map(\.text))
  }

  private func reset(at number: Int) -> ByteBuffer {
    ByteBuffer(
      string: "id: \(hub.id(number))\nevent: \(EventBody.reset.name)\ndata: {}\n\n")
  }
}
