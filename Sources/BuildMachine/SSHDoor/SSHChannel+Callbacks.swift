import CLibSSH

/// The channel that a callback is for.
private func channel(_ pointer: UnsafeMutableRawPointer?) -> SSHChannel? {
  pointer.map { Unmanaged<SSHChannel>.fromOpaque($0).takeUnretainedValue() }
}

private let accepted: Int32 = 0
private let denied: Int32 = 1

private func answer(_ isAccepted: Bool?) -> Int32 { isAccepted == true ? accepted : denied }

extension SSHChannel {
  /// What libssh calls, with the channel as its user data.
  ///
  /// There is no callback for data: libssh keeps it until we have room.
  static func makeCallbacks() -> ssh_channel_callbacks_struct {
    var callbacks = ssh_channel_callbacks_struct()
    callbacks.size = MemoryLayout<ssh_channel_callbacks_struct>.size
    addRequests(to: &callbacks)
    callbacks.channel_close_function = { _, _, pointer in
      channel(pointer)?.clientHasClosed = true
    }
    callbacks.channel_signal_function = { _, _, name, pointer in
      guard let name else { return }
      channel(pointer)?.signal(String(cString: name))
    }
    return callbacks
  }

  private static func addRequests(to callbacks: inout ssh_channel_callbacks_struct) {
    callbacks.channel_pty_request_function = { _, _, type, width, height, _, _, pointer in
      channel(pointer)?.terminal = RequestedTerminal(
        type: type.map { String(cString: $0) } ?? "xterm", rows: Int(height), columns: Int(width))
      return accepted
    }
    callbacks.channel_pty_window_change_function = { _, _, width, height, _, _, pointer in
      channel(pointer)?.resize(rows: Int(height), columns: Int(width))
      return accepted
    }
    callbacks.channel_env_request_function = { _, _, name, value, pointer in
      guard let name, let value else { return denied }
      return answer(
        channel(pointer)?.setVariable(String(cString: name), to: String(cString: value)))
    }
    callbacks.channel_auth_agent_req_function = { _, handle, pointer in
      guard let handle, let channel = channel(pointer) else { return }
      channel.lendAgent = { [weak channel] in channel?.connection?.lendAgent(to: handle) }
    }
    callbacks.channel_shell_request_function = { _, _, pointer in
      answer(channel(pointer)?.start(.shell))
    }
    callbacks.channel_exec_request_function = { _, _, command, pointer in
      guard let command else { return denied }
      return answer(channel(pointer)?.start(.command(String(cString: command))))
    }
    callbacks.channel_subsystem_request_function = { _, _, name, pointer in
      guard let name, String(cString: name) == "sftp" else { return denied }
      return answer(channel(pointer)?.start(.fileTransfer))
    }
  }

  /// A client may choose its language; anything else could change what programs do.
  private func setVariable(_ name: String, to value: String) -> Bool {
    guard name == "LANG" || name.hasPrefix("LC_") else { return false }
    variables[name] = value
    return true
  }
}
