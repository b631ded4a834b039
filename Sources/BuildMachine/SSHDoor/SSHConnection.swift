import BuildModel
import CLibSSH
import Foundation
import Synchronization

/// One client at the door, from its first byte to its last; runs on a thread of its own.
///
/// The thread waits in a single `poll` for the client, for the descriptors of its channels and
/// for post, and lets libssh work only when there is something to do.
final class SSHConnection: DoorGuest, @unchecked Sendable {
  // Sendable, because everything but `isOpen` and the mailbox, which guard themselves, is
  // touched by the connection's own thread only.

  enum Stage {
    case exchangingKeys
    case loggingIn
    case loggedIn
    case over
  }

  let session: DoorSession
  let handle: ssh_session
  let mailbox: ThreadMailbox
  var stage = Stage.exchangingKeys
  var failedTries = 0
  var channels: [ssh_channel: SSHChannel] = [:]
  /// What listens inside the machine; those of one channel go with it.
  var listeners: [(listener: ForwardListener, owner: ssh_channel?)] = []
  let register: DoorRegister
  /// Whom the connection is with.
  var visitor: Visitor

  private let event: ssh_event
  private let socket: Int32
  private let callbacks: UnsafeMutablePointer<ssh_server_callbacks_struct>
  private let loginDeadline: ContinuousClock.Instant
  /// Whether the socket is still ours to shut down.
  private let isOpen = Mutex(true)

  /// - Parameter handle: has accepted the socket; taken over.
  init(
    handle: ssh_session, socket: Int32, session: DoorSession, register: DoorRegister
  ) throws {
    self.handle = handle
    self.socket = socket
    self.session = session
    self.register = register
    visitor = Visitor(peerOf: socket)
    mailbox = try ThreadMailbox()
    guard let event = ssh_event_new() else { throw MachineError.noDescriptors }
    self.event = event
    loginDeadline = .now + session.rules.loginLimit
    callbacks = .allocate(capacity: 1)
    callbacks.initialize(to: Self.makeCallbacks())
  }

  deinit { callbacks.deallocate() }

  /// Cuts the line at once, from whatever thread.
  func cut() {
    isOpen.withLock { if $0 { shutdown(socket, Int32(SHUT_RDWR)) } }
    mailbox.post { [self] in stage = .over }
  }

  /// Writes a line to the client's terminals, from whatever thread.
  func announce(_ text: String) {
    mailbox.post { [self] in
      for channel in channels.values { channel.announce(text) }
    }
  }

  /// Serves the client until it has left or is cut off.
  func serve() {
    prepare()
    while stage != .over {
      waitForNews()
      mailbox.empty()
      turn()
    }
    leave()
  }

  /// Instead of `serve`: ends with a client that cannot be served.
  func turnAway() {
    leave()
  }

  private func prepare() {
    let pointer = Unmanaged.passUnretained(self).toOpaque()
    callbacks.pointee.userdata = pointer
    ssh_set_server_callbacks(handle, callbacks)
    ssh_set_message_callback(handle, Self.takeMessage, pointer)
    let methods = SSH_AUTH_METHOD_PASSWORD | (session.keys.isEmpty ? 0 : SSH_AUTH_METHOD_PUBLICKEY)
    ssh_set_auth_methods(handle, Int32(methods))
    ssh_set_blocking(handle, 0)
    turn()
  }

  private func turn() {
    switch stage {
    case .exchangingKeys: exchangeKeys()
    case .loggingIn, .loggedIn:
      if ssh_event_dopoll(event, 0) == SSH_ERROR { stage = .over }
    case .over: return
    }
    if ssh_is_connected(handle) == 0 { stage = .over }
    if stage == .loggedIn { offerWhatConnected() }
    for (key, channel) in channels where stage != .over && !channel.turn() {
      channels[key] = nil
      channel.close()
      stopListening { $0.owner == key }
    }
    if stage != .loggedIn && ContinuousClock.now >= loginDeadline { stage = .over }
  }

  /// Goes on as far as it gets with what the client has said; libssh would wait for ever for one
  /// that says nothing.
  private func exchangeKeys() {
    switch ssh_handle_key_exchange(handle) {
    case SSH_OK:
      // Not before: libssh makes what is to be watched with the first packet.
      ssh_event_add_session(event, handle)
      stage = .loggingIn
    case SSH_AGAIN: break
    default: stage = .over
    }
  }

  private func waitForNews() {
    let wantsToWrite = ssh_get_poll_flags(handle) & Int32(SSH_WRITE_PENDING) != 0
    let events = wantsToWrite ? POLLIN | POLLOUT : POLLIN
    var waited = [
      pollfd(fd: socket, events: Int16(events), revents: 0),
      pollfd(fd: mailbox.wakeDescriptor, events: Int16(POLLIN), revents: 0),
    ]
    for channel in channels.values { waited += channel.interests }
    if channels.count < session.rules.channels {
      waited += listeners.compactMap(\.listener.interest)
    }
    poll(&waited, nfds_t(waited.count), patience)
  }

  /// Milliseconds until something is due by the clock; -1 where nothing is.
  private var patience: Int32 {
    var due = channels.values.compactMap(\.wakeTime) + listeners.compactMap(\.listener.restEnd)
    if stage != .loggedIn { due.append(loginDeadline) }
    guard let next = due.min() else { return -1 }
    return max(.zero, next - .now).milliseconds
  }

  private func leave() {
    // From here on the socket's number may become another's.
    isOpen.withLock { $0 = false }
    mailbox.shut()
    for channel in channels.values { channel.close() }
    channels = [:]
    stopListening { _ in true }
    ssh_event_remove_session(event, handle)
    ssh_event_free(event)
    ssh_silent_disconnect(handle)
    ssh_free(handle)
  }
}
