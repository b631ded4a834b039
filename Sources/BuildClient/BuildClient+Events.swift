package import BuildAPI
package import BuildModel
import Foundation
import NIOCore

extension BuildClient {
  /// What a listener is told.
  package enum EventNews: Sendable {
    /// The stream stands; what happened before may have been missed if it `isNew`.
    case connected(isNew: Bool)
    case event(EventBody)
    /// A build moves, or its window does, and the service does not tell how: look at it.
    case stirred(BuildSlug, of: AppSlug)
    case lost(ServiceError, retryIn: Duration)
  }

  /// Follows the service's events and comes back by itself, resuming where it was cut off.
  ///
  /// Ends when its task is cancelled.
  package func events() -> AsyncStream<EventNews> {
    AsyncStream { continuation in
      let task = Task {
        await listen(continuation)
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  private func listen(_ continuation: AsyncStream<EventNews>.Continuation) async {
    var poller = Poller(client: self) { continuation.yield($0) }
    guard await poller.isNeeded() else {
      var listener = EventListener(client: self, continuation: continuation)
      return await listener.run()
    }
    await poller.run()
  }
}

/// Holds what is needed to resume: the last event's id, and how often it failed in a row.
private struct EventListener {
  let client: BuildClient
  let continuation: AsyncStream<BuildClient.EventNews>.Continuation
  private var lastID: String?
  private var failures = 0

  init(
    client: BuildClient, continuation: AsyncStream<BuildClient.EventNews>.Continuation
  ) {
    self.client = client
    self.continuation = continuation
  }

  mutating func run() async {
    while !Task.isCancelled {
      do {
        try await listen()
        lost(ServiceError(.unreachable, "\(client.connection.name) ended the event stream."))
      } catch let error as ServiceError {
        lost(error)
      } catch {
        lost(ServiceError(.unreachable, "\(client.connection.name) does not answer."))
      }
      guard !Task.isCancelled else { return }
      try? await NetworkThreads.pause(pause)
    }
  }

  /// A quarter of a second at first, then doubling up to five seconds.
  private var pause: Duration { .milliseconds(min(5000, 125 << min(failures, 6))) }

  private mutating func lost(_ error: ServiceError) {
    guard !Task.isCancelled else { return }
    failures += 1
    continuation.yield(.lost(error, retryIn: pause))
  }

  private mutating func listen() async throws {
    var headers = ["Accept": "text/event-stream"]
    if let lastID { headers["Last-Event-ID"] = lastID }
    let body = try await client.open(Paths.events, headers: headers)
    failures = 0
    continuation.yield(.connected(isNew: lastID == nil))
    var parser = ServerSentEventParser()
    do {
      for try await buffer in body {
        for event in parser.feed(buffer.readableBytesView) {
          if let id = event.id, !id.isEmpty { lastID = id }
          if let body = try EventBody(name: event.name, data: Data(event.data.utf8)) {
            continuation.yield(.event(body))
          }
        }
      }
    } catch {
      throw client.unreachable(error)
    }
  }
}
