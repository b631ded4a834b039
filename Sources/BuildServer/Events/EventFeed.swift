import BuildAPI
import BuildDatabase
import BuildModel
import Foundation
import Hummingbird
import ServiceLifecycle

/// One listener's stream of events.
struct EventFeed: Sendable {
  /// Events that follow each other faster are written together.
  private static let gathering = Duration.milliseconds(20)

  let hub: EventHub
  let store: BuildStore
  let user: UserSlug
  let heartbeat: Duration
  let lastEventID: String?

  /// Writes until the listener goes or the service ends.
  func write(to writer: inout any ResponseBodyWriter) async throws {
    let (alarms, alarm) = AsyncStream.makeStream(
      of: Alarm.self, bufferingPolicy: .bufferingNewest(2))
    let wakeUps = hub.wakeUps()
    var place = try await begin(&writer)
    alarm.yield(.news)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for await _ in wakeUps { alarm.yield(.news) }
      }
      group.addTask { [heartbeat] in
        while true {
          try await Task.sleep(for: heartbeat)
          alarm.yield(.heartbeat)
        }
      }
      for await reason in alarms.cancelOnGracefulShutdown() {
        let text = try await news(&place)
        if !text.isEmpty {
          try await writer.write(ByteBuffer(string: text))
          try await Task.sleep(for: Self.gathering)
        } else if reason == .heartbeat {
          try await writer.write(ByteBuffer(string: ": ping\n\n"))
        }
      }
      group.cancelAll()
    }
    try await writer.finish(nil)
  }

  private enum Alarm: Sendable {
    case news, heartbeat
  }

  /// Tells where the listener stands; returns the number of the last event it knows.
  private func begin(_ writer: inout any ResponseBodyWriter) async throws -> Int {
    if let lastEventID {
      if let number = hub.number(lastEventID), hub.events(after: number) != nil {
        try await writer.write(ByteBuffer(string: ": resumed\n\n"))
        return number
      }
      let now = hub.last
      try await writer.write(ByteBuffer(string: reset(at: now)))
      return now
    }
    // An id of its own, so that even one who was told nothing yet can resume here.
    let now = hub.last
    try await writer.write(ByteBuffer(string: ": welcome\nid: \(hub.id(now))\n\n"))
    return now
  }

  private func reset(at number: Int) -> String {
    "id: \(hub.id(number))\nevent: \(EventBody.reset.name)\ndata: {}\n\n"
  }

  /// The events after a place that the user may see; moves the place behind them.
  private func news(_ place: inout Int) async throws -> String {
    guard let events = hub.events(after: place) else {
      place = hub.last
      return reset(at: place)
    }
    guard let last = events.last else { return "" }
    var roles: [AppSlug: Role] = [:]
    for app in Set(events.compactMap(\.app)) {
      roles[app] = try await store.role(of: user, in: app)
    }
    place = last.number
    return events.filter { event in
      guard let app = event.app else { return true }
      guard let role = roles[app] else { return false }
      return !event.isPrivileged || role.mayUseRemoteAccess
    }.map { event in
      "id: \(hub.id(event.number))\nevent: \(event.name)\n"
        + "data: \(String(decoding: event.data, as: UTF8.self))\n\n"
    }.joined()
  }
}
