import ArgumentParser
import BuildModel
import Foundation
import Synchronization
import Workstation

struct SSHCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ssh",
    abstract: "Go into a build's machine, or run a command there.",
    discussion: """
      Ends with the status of the command; 255 where ssh itself failed.

      airlock ssh 42 -- make test
      airlock ssh 42 -L 8080:localhost:80 --stay
      """)

  @Argument(help: .build)
  var build: String

  @Option(
    name: .customShort("L"),
    help: "Bring a port of the machine here, as ssh -L; [address:]port:host:port.")
  var localForwards: [String] = []

  @Option(
    name: .customShort("R"),
    help: "Bring a port of this computer into the machine, as ssh -R; [address:]port:host:port.")
  var remoteForwards: [String] = []

  @Option(name: .customShort("D"), help: "Open a SOCKS proxy into the machine, as ssh -D.")
  var proxies: [String] = []

  @Flag(help: "No shell and no command: only forward ports, until ctrl-c.")
  var stay = false

  @Argument(parsing: .postTerminator, help: "A command to run there instead of a shell.")
  var command: [String] = []

  func validate() throws {
    if stay, !command.isEmpty { throw ValidationError("--stay runs no command.") }
    if stay, forwards.isEmpty { throw ValidationError("--stay needs -L, -R or -D.") }
    // What begins with a dash would be another option to ssh.
    for (_, value) in forwards where value.hasPrefix("-") || value.isEmpty {
      throw ValidationError("\"\(value)\" is no port to forward.")
    }
  }

  func run() throws {
    var options = forwards.flatMap { [$0.0, $0.1] }
    if !options.isEmpty { options += ["-o", "ExitOnForwardFailure=yes"] }
    if stay { options.append("-N") }
    try throughDoor(of: build) { [options, command, stay] _, door in
      (door.program, options + door.arguments(command: command, hasTerminal: !stay))
    }
  }

  private var forwards: [(String, String)] {
    localForwards.map { ("-L", $0) } + remoteForwards.map { ("-R", $0) }
      + proxies.map { ("-D", $0) }
  }
}

extension ParsableCommand {
  /// Runs a program that goes through a machine's door, on our own terminal, and ends as it does.
  ///
  /// - Parameter words: the program and its arguments.
  func throughDoor(
    of reference: String,
    _ words: @escaping @Sendable (RemoteAccess, SSHSession) throws -> (String, [String])
  ) throws {
    let status = Mutex(Int32(0))
    try runBlocking {
      let session = try await Session.open()
      let (app, build) = try await session.finder.find(reference)
      let access = try await session.client.access(app.slug, build.slug)
      let door = try SSHSession(access, directories: session.directories)
      defer { door.end() }
      let (program, arguments) = try words(access, door)
      let ended = try ForegroundProcess.run(program, arguments, environment: door.environment)
      status.withLock { $0 = ended }
    }
    let ended = status.withLock { $0 }
    if ended != 0 { throw ExitCode(ended) }
  }
}

/// All that one run of `ssh` into a machine needs, taken away again at the end.
struct SSHSession: Sendable {
  let program: String
  let environment: [String: String]
  /// What the machine is called in the configuration.
  var alias: String { files.alias }
  /// The path of the configuration, for `-F`.
  var configuration: String { files.configuration.path }
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
    return text.split(whereSeparator: \.isNewline).last.map(String.init)
  }

  func end() {
    handover.end()
    files.remove()
  }
}
