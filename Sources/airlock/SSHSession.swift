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
  /// Where the door does not lead into the source folder by itself.
  let entrance: MachineEntrance?
  private let files: SSHFiles
  private let claim: FolderClaim?
  /// Of the host key that the service told.
  private let fingerprint: String?
  private let handover: PasswordHandover

  /// A session whose files `end` takes away.
  ///
  /// - Throws: one sentence where the window is not open or `ssh` is not installed.
  init(_ access: RemoteAccess, directories: Directories) throws {
    let parent = directories.state.appending(path: "sessions")
    FolderClaim.removeAbandoned(in: parent)
    try self.init(access, files: parent, persistence: 3, isOurs: true)
  }

  /// - Parameters:
  ///   - parent: the folder for its files.
  ///   - persistence: how many seconds its connection outlasts the last session.
  ///   - isOurs: whether nobody needs the files once this process has ended.
  init(
    _ access: RemoteAccess, files parent: URL, persistence: Int, isOurs: Bool = false
  ) throws {
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
    entrance = MachineEntrance(access)
    try Directories.makePrivate(parent)
    files = try SSHFiles(
      for: ssh, build: access.build, in: parent, sockets: ControlFolder.make(environment: ours),
      persistence: persistence)
    claim = isOurs ? FolderClaim(files.folder) : nil
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
    guard command.isEmpty else { return options + [files.alias, "--"] + command }
    guard hasTerminal else { return options + [files.alias] }
    return options + ["-t", files.alias] + (entrance.map { ["--", $0.shell] } ?? [])
  }

  /// A person's command as it is to be run: in the source folder.
  func inSourceFolder(_ command: [String]) -> [String] {
    guard !command.isEmpty, let entrance else { return command }
    return [entrance.command(command)]
  }

  /// Where `ssh` writes its own words, with `complaints`.
  var complaints: URL { files.complaints }

  /// The last thing that `ssh` had to say about a connection.
  var lastComplaint: String? {
    guard let text = try? String(contentsOf: files.complaints, encoding: .utf8) else { return nil }
    return SSHComplaint.sentence(text, expected: fingerprint)
  }

  /// Takes the password back and leaves the files.
  func endHandover() { handover.end() }

  func end() {
    handover.end()
    claim?.end()
    files.remove()
  }
}

extension SSHSession {
  /// Logs in once; what follows shares the connection for a few seconds.
  ///
  /// - Throws: why it came to nothing, with both fingerprints where the host key is another one.
  func logIn() throws {
    let status = try ForegroundProcess.run(
      program, arguments(command: ["true"], complaints: true), environment: environment)
    guard status == 0 else {
      throw ProgramError(.failed, lastComplaint ?? "ssh ended with status \(status).")
    }
  }
}

extension RemoteAccess {
  /// What must stand in no file and no recording.
  var secrets: [String] { [ssh?.password, screenShare?.password].compactMap(\.self) }
}
