import BuildModel
import Foundation
import Workstation

/// All that one run of `ssh` into a machine needs, taken away again at the end.
struct SSHSession: Sendable {
  let program: String
  let environment: [String: String]
  /// What the machine is called in the configuration.
  var alias: String { files.alias }
  /// The path of the configuration, for `-F`.
  var configuration: String { files.configuration.path }
  private let files: SSHFiles
  /// Of the host key that the service told.
  private let fingerprint: String?
  private let handover: PasswordHandover

  /// A session whose files `end` takes away.
  ///
  /// - Throws: one sentence where the window is not open or `ssh` is not installed.
  init(_ access: RemoteAccess, directories: Directories) throws {
    try self.init(access, files: directories.state.appending(path: "sessions"), persistence: 3)
  }

  /// - Parameters:
  ///   - parent: the folder for its files.
  ///   - persistence: how many seconds its connection outlasts the last session.
  init(_ access: RemoteAccess, files parent: URL, persistence: Int) throws {
    if case .closed(let reason, let at) = access.state {
      throw ProgramError(
        .failed, "The window closed at \(WindowText.hour(at)). \(reason.sentence)")
    }
    guard let ssh = access.ssh, let password = ssh.password else {
      throw ProgramError(.failed, "The machine is not open yet.")
    }
    let ours = ProcessInfo.processInfo.environment
    guard let program = ProgramSearch.path(of: "ssh", environment: ours) else {
      throw ProgramError(
        .failed, "There is no ssh on this computer; install openssh-client.")
    }
    self.program = program
    try Directories.makePrivate(parent)
    files = try SSHFiles(
      for: ssh, build: access.build, in: parent, sockets: ControlFolder.make(environment: ours),
      persistence: persistence)
    fingerprint = ssh.hostKeyFingerprint
    handover = try PasswordHandover(password: password, executable: Executables.this)
    environment = ours.merging(handover.environment) { $1 }
  }

  /// What `ssh` is called with.
  ///
  /// - Parameters:
  ///   - hasTerminal: whether a shell gets a terminal, where there is no command.
  ///   - complaints: whether its own words go to a file instead of the terminal, for
  ///     `lastComplaint`.
  func arguments(
    command: [String] = [], hasTerminal: Bool = true, complaints: Bool = false
  ) -> [String] {
    var options = ["-F", configuration]
    if complaints { options += ["-E", files.complaints.path] }
    guard !command.isEmpty else { return options + (hasTerminal ? ["-t"] : []) + [files.alias] }
    return options + [files.alias, "--"] + command
  }

  /// The last thing that `ssh` had to say about a connection.
  var lastComplaint: String? {
    guard let text = try? String(contentsOf: files.complaints, encoding: .utf8) else { return nil }
    return SSHComplaint.sentence(text, expected: fingerprint)
  }

  /// Takes the password back and leaves the files.
  func endHandover() { handover.end() }

  func end() {
    handover.end()
    files.remove()
  }
}
