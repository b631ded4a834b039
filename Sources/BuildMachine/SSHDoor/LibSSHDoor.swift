package import BuildModel
import CLibSSH
import Foundation

/// The door of one machine, with libssh as its SSH server.
///
/// The server runs here, beside the worker, and not inside the machine: so neither the build nor
/// a visitor can read its key or stop it, and it works with every driver.
package final class LibSSHDoor: MachineDoor {
  package let credentials: SSHCredentials
  package var screen: ScreenShareCredentials? { nil }
  package var connectionCounts: AsyncStream<Int> { register.counts }
  package var visits: AsyncStream<DoorVisit> { register.visits }

  private let session: DoorSession
  private let register: DoorRegister
  private let listener: DoorListener

  /// Opens the door.
  ///
  /// - Parameters:
  ///   - environment: what sessions find besides the machine's own variables.
  ///   - folder: where sessions start, as seen from inside.
  ///   - publicKeys: lines as in `authorized_keys`; their owners need no password.
  ///   - greeting: asked for and printed at the start of each interactive shell.
  package convenience init(
    machine: any Machine, environment: [String: String], folder: String,
    publicKeys: [String] = [], rules: DoorRules = DoorRules(),
    greeting: @escaping @Sendable () -> String = { "" }
  ) throws {
    try self.init(
      register: DoorRegister(rules), machine: machine, environment: environment, folder: folder,
      publicKeys: publicKeys, rules: rules, greeting: greeting)
  }

  /// Opens it as one of several that share a register.
  init(
    register: DoorRegister, machine: any Machine, environment: [String: String], folder: String,
    publicKeys: [String], rules: DoorRules, greeting: @escaping @Sendable () -> String
  ) throws {
    // A process that ends while its visitor types must not end us.
    signal(SIGPIPE, SIG_IGN)
    let hostKey = try HostKey()
    listener = try DoorListener(hostKey: hostKey)
    session = DoorSession(
      machine: machine, environment: environment, folder: folder, publicKeys: publicKeys,
      rules: rules, greeting: greeting)
    self.register = register
    credentials = SSHCredentials(
      host: "127.0.0.1", port: listener.port, username: machine.username,
      password: session.password.text, hostKey: hostKey.publicText,
      hostKeyFingerprint: hostKey.fingerprint)
    listener.start { [session, register] handle, socket in
      Self.take(handle, socket, session: session, register: register)
    }
  }

  deinit { close() }

  package func setEnvironment(_ environment: [String: String]) {
    session.setEnvironment(environment)
  }

  package func announce(_ text: String) { register.announce(text) }

  package func close() {
    listener.close()
    register.close()
  }

  private static func take(
    _ handle: ssh_session, _ socket: Int32, session: DoorSession, register: DoorRegister
  ) {
    do {
      let connection = try SSHConnection(
        handle: handle, socket: socket, session: session, register: register)
      guard register.add(connection) else { return connection.turnAway() }
      OwnThread.start("airlock.client") {
        connection.serve()
        register.remove(connection)
      }
    } catch {
      // No descriptor is left for another client; this one may try again.
      ssh_silent_disconnect(handle)
      ssh_free(handle)
    }
  }
}
