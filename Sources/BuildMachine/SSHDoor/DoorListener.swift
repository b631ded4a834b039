import CLibSSH
import Foundation

/// A listening loopback port that hands each client on as a session of libssh.
final class DoorListener: @unchecked Sendable {
  // Sendable, because its listener's thread alone uses `bind` after `init`.

  /// OpenSSH's clients tell more to servers that call themselves OpenSSH; see `takeMessage`.
  private static let banner = "OpenSSH_9.0_airlock"

  var port: Int { listener.port }
  private let bind: ssh_bind
  private let listener: LoopbackListener

  init(hostKey: HostKey) throws {
    // Before anything else of libssh, and harmless to repeat.
    ssh_init()
    listener = try LoopbackListener()
    guard let bind = ssh_bind_new() else { throw MachineError.noDescriptors }
    // Ours alone decide, not a configuration file of the computer.
    var readsFiles = false
    ssh_bind_options_set(bind, SSH_BIND_OPTIONS_PROCESS_CONFIG, &readsFiles)
    ssh_bind_options_set(bind, SSH_BIND_OPTIONS_BANNER, Self.banner)
    ssh_bind_options_set(bind, SSH_BIND_OPTIONS_IMPORT_KEY, UnsafeRawPointer(hostKey.key))
    self.bind = bind
  }

  /// Accepts until `close`; `accept` gets each client with a session of its own.
  func start(_ accept: @escaping @Sendable (ssh_session, Int32) -> Void) {
    listener.start(
      "airlock.door", accept: { [self] in take($0, accept) }, ended: { [self] in free() })
  }

  /// Returns when the port refuses.
  func close() { listener.close() }

  private func free() { ssh_bind_free(bind) }

  private func take(_ client: Int32, _ accept: (ssh_session, Int32) -> Void) {
    guard let session = ssh_new() else {
      Foundation.close(client)
      return
    }
    guard ssh_bind_accept_fd(bind, session, client) == SSH_OK else {
      ssh_free(session)
      return
    }
    accept(session, client)
  }
}
