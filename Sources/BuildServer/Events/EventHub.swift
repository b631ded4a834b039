import BuildAPI
import BuildDatabase
import BuildModel
import Hummingbird
import Synchronization

/// The latest events, and who listens for them.
final class EventHub: Sendable {
  struct Event: Sendable, Equatable {
    var number: Int
    /// Nil where the event is for everybody.
    var app: AppSlug?
    /// As it goes over the wire; every listener's connection shares these bytes.
    var text: ByteBuffer
    /// Whether testers may not see it.
    var isPrivileged: Bool

    /// Whether somebody with these roles may see it.
    func isVisible(to roles: [AppSlug: Role]) -> Bool {
      guard let app else { return true }
      return roles[app].map { !isPrivileged || $0.mayUseRemoteAccess } ?? false
    }
  }

  private struct State {
    var ring: [Event] = []
    var last = 0
    /// The number of the last event that was taken to be told.
    var taken = 0
    var isClosed = false
    var nextListener = 0
    var listeners: [UserSlug: [Int: EventListener]] = [:]
  }

  /// Tells this run of the service from others, whose numbers mean nothing here.
  let boot: String
  /// Comes after each event; once for several that follow each other fast.
  let news: AsyncStream<Void>
  private let bell: AsyncStream<Void>.Continuation
  private let capacity: Int
  private let state = Mutex(State())

  init(boot: String, capacity: Int = 4096) {
    self.boot = boot
    self.capacity = capacity
    (news, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  var last: Int { state.withLock { $0.last } }

  func publish(_ body: EventBody, of app: AppSlug?) throws {
    let data = try body.data()
    state.withLock { state in
      state.last += 1
      var text = ByteBuffer(string: "id: \(id(state.last))\nevent: \(body.name)\ndata: ")
      text.writeBytes(data)
      text.writeStaticString("\n\n")
      state.ring.append(
        Event(number: state.last, app: app, text: text, isPrivileged: body.isPrivileged))
      // In steps, since removing from the front moves all that stays.
      if state.ring.count > capacity + capacity / 4 {
        state.ring.removeFirst(state.ring.count - capacity)
      }
    }
    bell.yield()
  }

  /// All events after a number; nil where some of them are forgotten, or none had that number.
  func events(after number: Int) -> [Event]? {
    state.withLock { Self.events(after: number, in: $0) }
  }

  /// The events that nobody has taken yet; nil where some of them are forgotten.
  func takeNews() -> [Event]? {
    state.withLock { state in
      defer { state.taken = state.last }
      return Self.events(after: state.taken, in: state)
    }
  }

  private static func events(after number: Int, in state: State) -> [Event]? {
    guard number <= state.last else { return nil }
    guard let first = state.ring.first?.number else { return [] }
    guard number >= first - 1 else { return nil }
    return Array(state.ring[(number - first + 1)...])
  }

  // MARK: Listeners

  /// Somebody begins to listen, for what comes after the last event; to be dismissed in the end.
  func listen(as user: UserSlug) -> EventListener {
    state.withLock { state in
      state.nextListener += 1
      let listener = EventListener(
        number: state.nextListener, user: user, start: state.last)
      if state.isClosed {
        listener.end()
      } else {
        state.listeners[user, default: [:]][listener.number] = listener
      }
      return listener
    }
  }

  func dismiss(_ listener: EventListener) {
    listener.end()
    state.withLock { state in
      state.listeners[listener.user]?[listener.number] = nil
      if state.listeners[listener.user]?.isEmpty == true { state.listeners[listener.user] = nil }
    }
  }

  func listeners(of user: UserSlug) -> [EventListener] {
    state.withLock { state in state.listeners[user].map { Array($0.values) } ?? [] }
  }

  var listeners: [EventListener] {
    state.withLock { $0.listeners.values.flatMap(\.values) }
  }

  /// Ends every listener's stream; who comes later ends at once.
  func close() {
    let listeners = state.withLock { state in
      state.isClosed = true
      defer { state.listeners = [:] }
      return state.listeners.values.flatMap(\.values)
    }
    for listener in listeners { listener.end() }
    bell.finish()
  }

  // MARK: Ids on the wire

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
