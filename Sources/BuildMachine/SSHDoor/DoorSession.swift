import CLibSSH
import Foundation
import Synchronization

/// What every session behind one door has in common: the machine and how to start things in it.
final class DoorSession: Sendable {
  let machine: any Machine
  let password: Password
  /// Whose owners come in without the password.
  let keys: AuthorizedKeys
  let rules: DoorRules
  let greeting: @Sendable () -> String
  private let folder: String
  private let environment: Mutex<[String: String]>

  init(
    machine: any Machine, environment: [String: String], folder: String, publicKeys: [String],
    rules: DoorRules,
    greeting: @escaping @Sendable () -> String
  ) {
    self.machine = machine
    self.folder = folder
    self.rules = rules
    self.greeting = greeting
    self.environment = Mutex(environment)
    password = Password()
    keys = AuthorizedKeys(publicKeys)
  }

  func setEnvironment(_ new: [String: String]) {
    environment.withLock { $0 = new }
  }

  /// Whether somebody may come in; takes the same time for every wrong answer.
  func admits(username: String, password guess: String) -> Bool {
    let isKnown = Password.areEqual(machine.username, username)
    let isRight = password.matches(guess)
    return isKnown && isRight
  }

  /// Whether the owner of a key may come in.
  func admits(username: String, key: ssh_key) -> Bool {
    Password.areEqual(machine.username, username) && keys.contains(key)
  }

  /// Removes a socket's file from the machine, where that still stands.
  func removeSocket(_ path: String) {
    Task { [machine] in
      let null = open("/dev/null", O_RDWR | O_CLOEXEC)
      defer { close(null) }
      // A machine that is gone has taken the file along.
      _ = try? await machine.start(
        MachineCommand(
          executable: "/bin/rm", arguments: ["rm", "-f", path], environment: [:], folder: "/",
          connection: .descriptors(input: null, output: null, error: null)))
    }
  }

  /// The command for a request of a client.
  func command(
    for request: SessionRequest, terminal: RequestedTerminal?, clientVariables: [String: String],
    connection: MachineCommand.Connection
  ) -> MachineCommand {
    var variables = [
      "HOME": machine.folders.home,
      "USER": machine.username,
      "LOGNAME": machine.username,
      "SHELL": LoginShell.path,
      "PATH": MachineEnvironment.defaultPath,
      "LANG": "C.UTF-8",
    ]
    variables.merge(environment.withLock { $0 }) { $1 }
    variables.merge(clientVariables) { $1 }
    variables["TERM"] = terminal?.type
    return MachineCommand(
      executable: LoginShell.path, arguments: request.arguments, environment: variables,
      folder: folder, connection: connection)
  }
}

/// What a client asks a session to run.
enum SessionRequest {
  case shell
  case command(String)
  case fileTransfer

  /// With the shell's name first.
  ///
  /// An interactive shell is no login shell on purpose: `/etc/profile` would put the system's
  /// `PATH` in the place of the build's, and the tools that failed there would not be found.
  var arguments: [String] {
    let name = LoginShell.path.split(separator: "/").last.map(String.init) ?? LoginShell.path
    switch self {
    case .shell: return [name]
    case .command(let text): return [name, "-c", text]
    case .fileTransfer: return [name, "-c", Self.fileServer]
    }
  }

  /// Where systems keep the program that serves `sftp` and `scp`.
  private static let fileServer = """
    for server in /usr/lib/openssh /usr/libexec/openssh /usr/lib/ssh /usr/libexec; do
      [ -x "$server/sftp-server" ] && exec "$server/sftp-server"
    done
    echo "This machine has no sftp-server: install the package openssh-sftp-server." >&2
    exit 127
    """
}

/// The terminal that a client sits at.
struct RequestedTerminal {
  var type: String
  var rows: Int
  var columns: Int
}
