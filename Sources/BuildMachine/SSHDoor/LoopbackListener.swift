import Foundation

/// A listening port of 127.0.0.1, of the system's choice, that hands each client on.
final class LoopbackListener: @unchecked Sendable {
  // Sendable, because its thread alone uses `socket` and `isOpen` once it has started.

  private static let backlog: Int32 = 64

  let port: Int
  private let socket: Int32
  private let mailbox: ThreadMailbox
  private let closed = DispatchSemaphore(value: 0)
  private var isOpen = true

  init() throws {
    mailbox = try ThreadMailbox()
    (socket, port) = try Self.listen()
  }

  /// Accepts until `close`.
  ///
  /// - Parameters:
  ///   - name: of the thread that does.
  ///   - accept: gets each client's socket, which is its own from then on.
  ///   - ended: called on the same thread after the last client.
  func start(
    _ name: String, accept: @escaping @Sendable (Int32) -> Void,
    ended: @escaping @Sendable () -> Void = {}
  ) {
    OwnThread.start(name) { [self] in
      while isOpen { acceptNext(accept) }
      Foundation.close(socket)
      ended()
      closed.signal()
    }
  }

  /// Returns when the port refuses.
  func close() {
    guard mailbox.post({ [self] in isOpen = false }) else { return }
    closed.wait()
    // For whoever else closes at the same time.
    closed.signal()
    mailbox.shut()
  }

  private func acceptNext(_ accept: (Int32) -> Void) {
    var waited = [
      pollfd(fd: socket, events: Int16(POLLIN), revents: 0),
      pollfd(fd: mailbox.wakeDescriptor, events: Int16(POLLIN), revents: 0),
    ]
    poll(&waited, 2, -1)
    mailbox.empty()
    guard isOpen, waited[0].revents != 0 else { return }
    let client = Foundation.accept(socket, nil, nil)
    guard client >= 0 else { return waitForDescriptors(errno) }
    _ = fcntl(client, F_SETFD, FD_CLOEXEC)
    var yes: Int32 = 1
    setsockopt(
      client, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    accept(client)
  }

  /// With no descriptor left the client stays in the queue, and `poll` would not wait.
  private func waitForDescriptors(_ reason: Int32) {
    guard reason == EMFILE || reason == ENFILE else { return }
    var post = pollfd(fd: mailbox.wakeDescriptor, events: Int16(POLLIN), revents: 0)
    poll(&post, 1, 100)
  }

  private static func listen() throws -> (socket: Int32, port: Int) {
    let listening = try Loopback.makeSocket()
    Descriptors.makeNonBlocking(listening)
    var address = Loopback.address(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.bind(listening, $0, length) == 0 && Foundation.listen(listening, backlog) == 0
          && getsockname(listening, $0, &length) == 0
      }
    }
    guard isListening else {
      let reason = String(cString: strerror(errno))
      Foundation.close(listening)
      throw MachineError(.notStarted, "No port of 127.0.0.1 can be listened on: \(reason).")
    }
    return (listening, Int(UInt16(bigEndian: address.sin_port)))
  }
}
