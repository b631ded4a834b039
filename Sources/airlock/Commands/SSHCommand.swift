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
    // On a connection of its own: what a shared one forwards goes on after its session.
    if !options.isEmpty { options += ["-o", "ExitOnForwardFailure=yes", "-o", "ControlPath=none"] }
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
