package import BuildModel
import Dispatch
import Foundation
import Synchronization

/// The worker's side of the talk: any number of services may listen, usually one.
package final class WorkerListener: Sendable {
  private struct Listener {
    var connection: LineConnection
    var follows = false
  }

  private struct State {
    var next = 0
    var listeners: [Int: Listener] = [:]
    var isClosed = false
  }

  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "airlock.worker.listener")
  private let wakePipe: WakePipe
  private let socket: URL
  private let onOrder: @Sendable (WorkerOrder) -> [WorkerMessage]

  /// Listens in the folder.
  ///
  /// - Parameter onOrder: called for every order, one at a time; what it returns is told to
  ///   the one who gave the order, before anything else is told to it.
  package init(
    _ folder: SpoolFolder, onOrder: @escaping @Sendable (WorkerOrder) -> [WorkerMessage]
  ) throws {
    self.onOrder = onOrder
    socket = folder.socket
    wakePipe = try WakePipe()
    let descriptor = try UnixSocket.listen(at: folder.socket)
    let thread = Thread { [weak self, wakePipe] in
      while Self.waitForPeer(descriptor, wakePipe) {
        let peer = accept(descriptor, nil, nil)
        guard peer >= 0 else { continue }
        Self.prepare(peer)
        guard let self else {
          close(peer)
          break
        }
        admit(peer)
      }
      close(descriptor)
    }
    thread.name = "airlock.worker.listener"
    thread.stackSize = 512 << 10
    thread.start()
  }

  deinit { wakePipe.wake() }

  /// False where it is time to end.
  private static func waitForPeer(_ descriptor: Int32, _ wakePipe: WakePipe) -> Bool {
    var waits = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wakePipe.reading, events: Int16(POLLIN), revents: 0),
    ]
    while poll(&waits, 2, -1) < 0, errno == EINTR {}
    return waits[1].revents == 0
  }

  private static func prepare(_ peer: Int32) {
    _ = fcntl(peer, F_SETFD, FD_CLOEXEC)
    var time = timeval(tv_sec: 5, tv_usec: 0)
    setsockopt(peer, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  /// Tells everyone who follows, in the order of the calls and without waiting for them.
  ///
  /// One who begins to follow meanwhile may be told a report twice, never too late: reports are
  /// numbered.
  package func tell(_ message: WorkerMessage) {
    queue.async { [self] in
      guard let line = try? SpoolCoding.encoder().encode(message) else { return }
      let followers = state.withLock { $0.listeners.values.filter(\.follows).map(\.connection) }
      for follower in followers { follower.send(line) }
    }
  }

  /// Ends every talk, once all that was to be told is told.
  package func end() {
    queue.sync {}
    wakePipe.wake()
    unlink(socket.path)
    let all = state.withLock { state in
      state.isClosed = true
      return state.listeners.values.map(\.connection)
    }
    for connection in all { connection.end() }
  }

  private func admit(_ peer: Int32) {
    let number = state.withLock { state in
      state.next += 1
      return state.next
    }
    let connection = LineConnection(
      peer, label: "airlock.worker.peer",
      onLine: { [weak self] line in self?.take(line, from: number) },
      onEnd: { [weak self] in self?.state.withLock { $0.listeners[number] = nil } })
    let isClosed = state.withLock { state in
      state.listeners[number] = Listener(connection: connection)
      return state.isClosed
    }
    connection.start()
    if isClosed { connection.end() }
  }

  private func take(_ line: Data, from number: Int) {
    guard let order = try? SpoolCoding.decoder().decode(WorkerOrder.self, from: line) else {
      return
    }
    // Answered on the queue that also tells: no report can slip in between. Looked up there as
    // well: the queue admits, and the first order may come before the peer is in the list.
    queue.async { [self] in
      guard let connection = state.withLock({ $0.listeners[number]?.connection }) else { return }
      let answers = onOrder(order)
      for answer in answers {
        if let line = try? SpoolCoding.encoder().encode(answer) { connection.send(line) }
      }
      if case .follow = order {
        state.withLock { $0.listeners[number]?.follows = true }
      }
    }
  }
}

/// The service's side of the talk with one worker.
package final class WorkerLink: Sendable {
  private let connection: LineConnection
  /// What the worker tells, until it ends or `end()` is called.
  package let messages: AsyncStream<WorkerMessage>

  /// - Throws: `SpoolError` where no worker listens (yet).
  package init(_ folder: SpoolFolder) throws {
    let descriptor = try UnixSocket.connect(to: folder.socket)
    let (stream, continuation) = AsyncStream.makeStream(of: WorkerMessage.self)
    messages = stream
    connection = LineConnection(
      descriptor, label: "airlock.worker.link",
      onLine: { line in
        if let message = try? SpoolCoding.decoder().decode(WorkerMessage.self, from: line) {
          continuation.yield(message)
        }
      },
      onEnd: { continuation.finish() })
    connection.start()
  }

  package func send(_ order: WorkerOrder) throws {
    connection.send(try SpoolCoding.encoder().encode(order))
  }

  deinit { end() }

  package func end() { connection.end() }
}
