import BuildModel
import Foundation
import Workstation

/// What a command of our own that we start has to be told beside its arguments, so that it can do
/// what we can: tokens that came to us in the environment, and credentials that were pasted and
/// are kept nowhere.
///
/// They go through a ``SecretSocket``, once; the environment holds its path alone.
struct ChildSecrets: Codable, Sendable, Equatable {
  /// By the names of the variables that they came in.
  var tokens: [String: String] = [:]
  /// By the slugs of the builds whose machines they open.
  var pastes: [String: AccessPaste] = [:]

  private static let variable = "AIRLOCK_SECRETS_SOCKET"

  /// What we were given ourselves; to be looked at first while there is only one thread.
  static let given: ChildSecrets = {
    guard let place = getenv(variable) else { return ChildSecrets() }
    let path = String(cString: place)
    unsetenv(variable)
    guard let bytes = SecretSocket.fetch(path) else { return ChildSecrets() }
    return (try? JSONDecoder().decode(ChildSecrets.self, from: Data(bytes))) ?? ChildSecrets()
  }()

  /// Ours, for a command that goes into a build's machine.
  ///
  /// - Parameter paste: what was pasted of that build.
  init(of build: BuildSlug, paste: AccessPaste?) {
    tokens = GivenTokens.all
    pastes[build.rawValue] = paste
  }

  init(tokens: [String: String] = [:]) { self.tokens = tokens }

  /// Lays them out for one command.
  ///
  /// - Returns: what the command's environment must have, and the socket, to be ended afterwards;
  ///   nil where there is nothing to hand over.
  func handOver() throws -> (environment: [String: String], socket: SecretSocket)? {
    guard self != ChildSecrets() else { return nil }
    let socket = try SecretSocket([UInt8](JSONEncoder().encode(self)))
    return ([Self.variable: socket.path], socket)
  }
}

extension AccessPaste {
  /// What a person must have pasted for a way in that the service does not tell; nil where it does.
  init?(of access: RemoteAccess) {
    guard access.estimate != nil, let ssh = access.ssh else { return nil }
    self.init()
    self.ssh = Address(host: ssh.host, port: ssh.port)
    (username, password) = (ssh.username, ssh.password)
  }
}
