import CLibSSH
import Foundation

/// Connections that begin inside the machine and end at the client: `ssh -R` and `ssh -A`.
extension SSHConnection {
  /// How long the agent may take to listen; it does so at once, or its machine is gone.
  private static let patience: DispatchTimeInterval = .seconds(3)

  /// Listens on a port of the machine's own loopback, whatever address the client names.
  ///
  /// - Returns: the port, or nil where it cannot be had.
  func listen(onPort port: Int, address: String) -> Int? {
    let machine = session.machine
    let listening = OwnThread.wait(upTo: Self.patience, late: { close($0.descriptor) }) {
      try await machine.listen(onPort: port)
    }
    guard let (descriptor, port) = listening?.success else { return nil }
    let listener = ForwardListener(.port(port, address: address), descriptor: descriptor)
    listeners.append((listener, nil))
    return port
  }

  /// False where the client has no such forward.
  func stopListening(onPort port: Int, address: String) -> Bool {
    let count = listeners.count
    stopListening { $0.listener.kind == .port(port, address: address) }
    return listeners.count < count
  }

  /// Lends the client's agent to the programs of a channel.
  ///
  /// - Returns: the path of its socket inside the machine, or nil where there can be none.
  func lendAgent(to owner: ssh_channel) -> String? {
    let machine = session.machine
    let name = "ssh-agent." + String(UInt64.random(in: .min ... .max), radix: 36)
    let path = machine.folders.temporary + "/" + name
    let listening = OwnThread.wait(upTo: Self.patience, late: { close($0) }) {
      try await machine.listen(atPath: path)
    }
    guard let descriptor = listening?.success else { return nil }
    listeners.append((ForwardListener(.agent(path: path), descriptor: descriptor), owner))
    return path
  }

  func stopListening(
    where isUnneeded: ((listener: ForwardListener, owner: ssh_channel?)) -> Bool
  ) {
    for entry in listeners where isUnneeded(entry) {
      if case .agent(let path) = entry.listener.kind { session.removeSocket(path) }
    }
    listeners.removeAll(where: isUnneeded)
  }

  /// Offers the client what has connected to the machine's side of its forwards.
  func offerWhatConnected() {
    for (listener, _) in listeners {
      while channels.count < session.rules.channels, let connection = listener.accept() {
        guard let channel = ssh_channel_new(handle) else {
          close(connection)
          return
        }
        adopt(channel).offer(connection, ask: Self.question(listener.kind))
      }
    }
  }

  private static func question(_ kind: ForwardListener.Kind) -> (ssh_channel) -> Int32 {
    switch kind {
    case .agent: { ssh_channel_open_auth_agent($0) }
    case .port(let port, let address):
      // Who connected inside has no address that would mean anything to the client.
      { ssh_channel_open_reverse_forward($0, address, Int32(port), "127.0.0.1", 0) }
    }
  }
}
