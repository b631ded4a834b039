import ArgumentParser
import BuildModel
import Foundation
import Workstation

struct SSHCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ssh",
    abstract: "Go into a build's machine, or run a command there.",
    discussion: "Ends with the status of the command; 255 where ssh itself failed.")

  @Argument(help: "A number, app#number or slug.")
  var build: String

  @Argument(parsing: .postTerminator, help: "A command to run there instead of a shell.")
  var command: [String] = []

  func run() throws {
    let result = Mutable(Int32(0))
    try runBlocking {
      let session = try await Session.open()
      let (app, build) = try await session.finder.find(self.build)
      let access = try await session.client.access(app.slug, build.slug)
      let door = try SSHSession(access, directories: session.directories)
      defer { door.end() }
      result.value = try ForegroundProcess.run(
        door.program, door.arguments(command: command), environment: door.environment)
    }
    if result.value != 0 { throw ExitCode(result.value) }
  }
}

/// A value written by one task and read after it.
private final class Mutable<Value>: @unchecked Sendable {
  // Written by the task that `runBlocking` waits for, read afterwards.
  var value: Value
  init(_ value: Value) { self.value = value }
}

/// All that one run of `ssh` into a machine needs, taken away again at the end.
struct SSHSession: Sendable {
  let program: String
  let environment: [String: String]
  private let files: SSHFiles
  private let handover: PasswordHandover

  /// - Throws: one sentence where the window is not open or `ssh` is not installed.
  init(_ access: RemoteAccess, directories: Directories) throws {
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
    let sessions = directories.state.appending(path: "sessions")
    try Directories.makePrivate(sessions)
    files = try SSHFiles(for: ssh, build: access.build, in: sessions)
    handover = try PasswordHandover(password: password, executable: Executables.this)
    environment = ours.merging(handover.environment) { $1 }
  }

  /// What `ssh` is called with.
  ///
  /// - Parameter complaints: whether its own words go to a file instead of the terminal, for
  ///   `lastComplaint`.
  func arguments(command: [String] = [], complaints: Bool = false) -> [String] {
    var options = ["-F", files.configuration.path]
    if complaints { options += ["-E", files.complaints.path] }
    guard !command.isEmpty else { return options + ["-t", files.alias] }
    return options + [files.alias, "--"] + command
  }

  /// The last thing that `ssh` had to say about a connection.
  var lastComplaint: String? {
    guard let text = try? String(contentsOf: files.complaints, encoding: .utf8) else { return nil }
    return text.split(whereSeparator: \.isNewline).last.map(String.init)
  }

  func end() {
    handover.end()
    files.remove()
  }
}
