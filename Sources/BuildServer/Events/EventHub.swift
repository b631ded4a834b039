import BuildAPI
import BuildModel
import Foundation
import Synchronization

/// The latest events, for any number of listeners.
///
/// A listener holds nothing but the number of the last event it has told on; one who is too
/// slow, or was away too long, is told to read everything anew. So no listener costs memory.
final class EventHub: Sendable {
  struct Event: Sendable, Equatable {
    var number: Int
    /// Nil where the event is for everybody.
    var app: AppSlug?
    var name: String
    var data: Data
    /// Whether testers may not see it.
    var isPrivileged: Bool
  }

  private struct State {
    var ring: [Event] = []
    var last = 0
    var nextListener = 0
    var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
  }

  /// Tells this run of the service from others, whose numbers mean nothing here.
  let boot: String
  private let capacity: Int
  private let state = Mutex(State())

  init(boot: String, capacity: Int = 4096) {
    self.boot = boot
    self.capacity = capacity
  }

  var last: Int { state.withLock { $0.last } }

  func publish(_ body: EventBody, of app: AppSlug?) throws {
    let data = try body.data()
    let listeners = state.withLock { state in
      state.last += 1
      state.ring.append(
        Event(
          number: state.last, app: app, name: body.name, data: data,
          isPrivileged: body.isPrivileged))
      // In steps, since removing from the front moves all that stays.
      if state.ring.count > capacity + capacity / 4 {
        state.ring.removeFirst(state.ring.count - capacity)
      }
      return Array(state.listeners.values)
    }
    for listener in listeners { listener.yield() }
  }

  /// All events after a number; nil where some of them are forgotten, or none had that number.
  func events(after number: Int) -> [Event]? {
    state.withLock { state in
      guard number <= state.last else { return nil }
      guard let first = state.ring.first?.number else { return [] }
      guard number >= first - 1 else { return nil }
      return Array(state.ring[(number - first + 1)...])
    }
  }

  /// Wakes its listener after each event; several in a row wake it once.
  func wakeUps() -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let listener = state.withLock { state in
      state.nextListener += 1
      state.listeners[state.nextListener] = continuation
      return state.nextListener
    }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { $0.listeners[listener] = nil }
    }
    return stream
  }

  /// The id of an event on the wire.
  func id(_ number: Int) -> String { "\(boot)-\(number)" }

  /// The number in an id of this run; nil where it is of another, or no id.
  func number(_ id: String) -> Int? {
    let parts = id.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == boot else { return nil }
    return Int(parts[1])
  }
}

extension EventBody {
  fileprivate var isPrivileged: Bool {
    switch self {
    case .log, .window: true
    case .build, .step, .reset: false
    }
  }
}
