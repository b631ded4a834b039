import Synchronization

/// Who is at the door and who is in.
final class DoorRegister: Sendable {
  private struct State {
    var connections: [ObjectIdentifier: SSHConnection] = [:]
    var loggedIn: Set<ObjectIdentifier> = []
    var isClosed = false
  }

  let counts: AsyncStream<Int>
  private let news: AsyncStream<Int>.Continuation
  private let state = Mutex(State())
  private let strangers: Int

  init(strangers: Int) {
    self.strangers = strangers
    (counts, news) = AsyncStream.makeStream()
  }

  /// False where the door is closed or too many stand before it.
  func add(_ connection: SSHConnection) -> Bool {
    state.withLock { state in
      guard !state.isClosed, state.connections.count - state.loggedIn.count < strangers else {
        return false
      }
      state.connections[ObjectIdentifier(connection)] = connection
      return true
    }
  }

  func admit(_ connection: SSHConnection) {
    let id = ObjectIdentifier(connection)
    state.withLock { state in
      guard !state.isClosed else { return }
      state.loggedIn.insert(id)
      news.yield(state.loggedIn.count)
    }
  }

  func remove(_ connection: SSHConnection) {
    let id = ObjectIdentifier(connection)
    state.withLock { state in
      state.connections[id] = nil
      if state.loggedIn.remove(id) != nil { news.yield(state.loggedIn.count) }
    }
  }

  /// Cuts everybody off and lets nobody in any more.
  func close() {
    let connections = state.withLock { state in
      state.isClosed = true
      return Array(state.connections.values)
    }
    for connection in connections { connection.cut() }
    state.withLock { state in
      if !state.loggedIn.isEmpty { news.yield(0) }
      state.loggedIn = []
    }
    news.finish()
  }
}
