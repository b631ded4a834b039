import BuildModel
import Synchronization

/// Somebody at a door, by whatever protocol.
protocol DoorGuest: AnyObject, Sendable {
  var visitor: Visitor { get }
  /// Cuts the line at once, from whatever thread.
  func cut()
  /// Writes a line to their terminals, from whatever thread; nothing where they have none.
  func announce(_ text: String)
}

/// Who is at a machine's doors and who is in.
final class DoorRegister: Sendable {
  private struct State {
    var connections: [ObjectIdentifier: any DoorGuest] = [:]
    var loggedIn: [ObjectIdentifier: Visitor] = [:]
    var isClosed = false
    var failures: FailureLedger
  }

  let counts: AsyncStream<Int>
  let visits: AsyncStream<DoorVisit>
  private let news: AsyncStream<Int>.Continuation
  private let visit: AsyncStream<DoorVisit>.Continuation
  private let state: Mutex<State>
  private let rules: DoorRules

  init(_ rules: DoorRules) {
    self.rules = rules
    state = Mutex(State(failures: FailureLedger(rules)))
    (counts, news) = AsyncStream.makeStream()
    (visits, visit) = AsyncStream.makeStream()
  }

  /// False where the door is closed or too many stand before it.
  func add(_ connection: any DoorGuest) -> Bool {
    state.withLock { state in
      guard !state.isClosed,
        state.connections.count - state.loggedIn.count < rules.strangers
      else { return false }
      state.connections[ObjectIdentifier(connection)] = connection
      return true
    }
  }

  func admit(_ connection: any DoorGuest) {
    let id = ObjectIdentifier(connection)
    state.withLock { state in
      guard !state.isClosed else { return }
      state.loggedIn[id] = connection.visitor
      news.yield(state.loggedIn.count)
      visit.yield(.entered(connection.visitor))
    }
  }

  /// Takes a wrong password down.
  func refuse(_ connection: any DoorGuest) {
    let visitor = connection.visitor
    visit.yield(.refused(visitor))
    let isTooMuch = state.withLock { $0.failures.fail(visitor.address, at: rules.now()) }
    if isTooMuch { visit.yield(.shutOut(visitor, for: rules.lockout)) }
  }

  /// Whether passwords from the connection's address are not looked at for now.
  func shutsOut(_ connection: any DoorGuest) -> Bool {
    let address = connection.visitor.address
    return state.withLock { $0.failures.isShutOut(address, at: rules.now()) }
  }

  /// Has a line written to the terminals of all who are in.
  func announce(_ text: String) {
    let inside = state.withLock { state in
      state.connections.filter { state.loggedIn[$0.key] != nil }.map(\.value)
    }
    for connection in inside { connection.announce(text) }
  }

  func remove(_ connection: any DoorGuest) {
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
