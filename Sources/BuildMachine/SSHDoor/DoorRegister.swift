import BuildModel
import Synchronization

/// Who is at the door and who is in.
final class DoorRegister: Sendable {
  private struct State {
    var connections: [ObjectIdentifier: SSHConnection] = [:]
    var loggedIn: [ObjectIdentifier: Visitor] = [:]
    var isClosed = false
  }

  let counts: AsyncStream<Int>
  let visits: AsyncStream<DoorVisit>
  private let news: AsyncStream<Int>.Continuation
  private let visit: AsyncStream<DoorVisit>.Continuation
  private let state = Mutex(State())
  private let strangers: Int

  init(strangers: Int) {
    self.strangers = strangers
    (counts, news) = AsyncStream.makeStream()
    (visits, visit) = AsyncStream.makeStream()
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
      state.loggedIn[id] = connection.visitor
      news.yield(state.loggedIn.count)
      visit.yield(.entered(connection.visitor))
    }
  }

  func refuse(_ connection: SSHConnection) { visit.yield(.refused(connection.visitor)) }

  func remove(_ connection: SSHConnection) {
    let id = ObjectIdentifier(connection)
    state.withLock { state in
      state.connections[id] = nil
      guard let visitor = state.loggedIn.removeValue(forKey: id) else { return }
      news.yield(state.loggedIn.count)
      visit.yield(.left(visitor))
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
      for visitor in state.loggedIn.values { visit.yield(.left(visitor)) }
      state.loggedIn = [:]
    }
    news.finish()
    visit.finish()
  }
}
