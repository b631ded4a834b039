import CLibSSH
import Foundation

/// The connection that a callback is for.
private func connection(_ pointer: UnsafeMutableRawPointer?) -> SSHConnection? {
  pointer.map { Unmanaged<SSHConnection>.fromOpaque($0).takeUnretainedValue() }
}

/// What libssh's message callback returns.
private let taken: Int32 = 0
private let refused: Int32 = 1

extension SSHConnection {
  static func makeCallbacks() -> ssh_server_callbacks_struct {
    var callbacks = ssh_server_callbacks_struct()
    callbacks.size = MemoryLayout<ssh_server_callbacks_struct>.size
    callbacks.auth_password_function = { _, username, password, pointer in
      guard let connection = connection(pointer), let username, let password else {
        return Int32(SSH_AUTH_DENIED.rawValue)
      }
      let isIn = connection.logIn(String(cString: username), String(cString: password))
      return Int32((isIn ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED).rawValue)
    }
    callbacks.auth_pubkey_function = { _, username, key, signature, pointer in
      guard let connection = connection(pointer), let username, let key else {
        return Int32(SSH_AUTH_DENIED.rawValue)
      }
      let isIn = connection.logIn(String(cString: username), key, signature: Int32(signature))
      return Int32((isIn ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED).rawValue)
    }
    callbacks.channel_open_request_session_function = { _, pointer in
      connection(pointer)?.openSession()
    }
    return callbacks
  }

  /// Requests for which libssh has no callback of their own.
  static let takeMessage:
    @convention(c) (
      ssh_session?, ssh_message?, UnsafeMutableRawPointer?
    ) -> Int32 = { _, message, pointer in
      guard let connection = connection(pointer), connection.stage == .loggedIn, let message else {
        return refused
      }
      let type = ssh_message_type(message)
      let subtype = ssh_message_subtype(message)
      if type == Int32(SSH_REQUEST_CHANNEL_OPEN.rawValue),
        subtype == Int32(SSH_CHANNEL_DIRECT_TCPIP.rawValue)
      {
        return connection.openForward(message) ? taken : refused
      }
      if type == Int32(SSH_REQUEST_GLOBAL.rawValue) {
        return connection.takeForward(message) ? taken : refused
      }
      // OpenSSH sends one request that libssh does not know: `eow@openssh.com`, "I read no more".
      // It sends it only to servers that call themselves OpenSSH, and without it
      // `ssh machine yes | head` would never end.
      if type == Int32(SSH_REQUEST_CHANNEL.rawValue),
        subtype == Int32(SSH_CHANNEL_REQUEST_UNKNOWN.rawValue),
        let handle = ssh_message_channel_request_channel(message)
      {
        connection.channels[handle]?.clientStopsReading()
        return taken
      }
      return refused
    }

  private func logIn(_ username: String, _ password: String) -> Bool {
    guard stage == .loggingIn, failedTries < session.rules.passwordTries else { return false }
    if !register.shutsOut(self), session.admits(username: username, password: password) {
      stage = .loggedIn
      register.admit(self)
      return true
    }
    failedTries += 1
    register.refuse(self)
    // Only this client waits; whoever closes the door ends the wait as well.
    var post = pollfd(fd: mailbox.wakeDescriptor, events: Int16(POLLIN), revents: 0)
    poll(&post, 1, session.rules.wrongPasswordDelay.milliseconds)
    if failedTries >= session.rules.passwordTries { stage = .over }
    return false
  }

  /// A client asks first whether a key would do, and proves then that it is theirs.
  private func logIn(_ username: String, _ key: ssh_key, signature: Int32) -> Bool {
    guard stage == .loggingIn, session.admits(username: username, key: key) else { return false }
    guard signature == SSH_PUBLICKEY_STATE_VALID.rawValue else {
      return signature == SSH_PUBLICKEY_STATE_NONE.rawValue
    }
    visitor.method = "public key"
    stage = .loggedIn
    register.admit(self)
    return true
  }

  private func takeForward(_ message: ssh_message) -> Bool {
    let subtype = ssh_message_subtype(message)
    let address = ssh_message_global_request_address(message).map { String(cString: $0) } ?? ""
    let port = Int(ssh_message_global_request_port(message))
    if subtype == Int32(SSH_GLOBAL_REQUEST_TCPIP_FORWARD.rawValue) {
      guard let port = listen(onPort: port, address: address) else { return false }
      ssh_message_global_request_reply_success(message, UInt16(port))
      return true
    }
    guard subtype == Int32(SSH_GLOBAL_REQUEST_CANCEL_TCPIP_FORWARD.rawValue),
      stopListening(onPort: port, address: address)
    else { return false }
    ssh_message_global_request_reply_success(message, 0)
    return true
  }

  private func openSession() -> ssh_channel? {
    guard stage == .loggedIn, channels.count < session.rules.channels,
      let channel = ssh_channel_new(handle)
    else { return nil }
    adopt(channel)
    return channel
  }

  /// Connects to the machine's own loopback, never to this computer's.
  private func openForward(_ message: ssh_message) -> Bool {
    guard channels.count < session.rules.channels,
      let name = ssh_message_channel_request_open_destination(message),
      ["127.0.0.1", "localhost", "::1"].contains(String(cString: name))
    else { return false }
    let port = Int(ssh_message_channel_request_open_destination_port(message))
    let machine = session.machine
    // Not for ever: a program that listens but does not accept must not stop the others.
    let connected = OwnThread.wait(upTo: .seconds(3), late: { close($0) }) {
      try await machine.connect(toPort: port)
    }
    guard let descriptor = connected?.success else { return false }
    guard let channel = ssh_message_channel_request_open_reply_accept(message) else {
      close(descriptor)
      return false
    }
    adopt(channel).forward(to: descriptor)
    return true
  }

  @discardableResult
  func adopt(_ handle: ssh_channel) -> SSHChannel {
    let channel = SSHChannel(handle: handle, connection: self)
    channels[handle] = channel
    return channel
  }
}
