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

  @Argument(help: .build, completion: .builds)
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

  @Option(
    help: "Record the terminal into a file in asciinema's format, without the machine's password.")
  var record: String?

  @Flag(help: "Print what a command wrote and how it ended as JSON.")
  var json = false

  @Flag(help: .hidden)
  var untilEof = false

  @Flag(help: .hidden)
  var linger = false

  @Argument(parsing: .postTerminator, help: "A command to run there instead of a shell.")
  var command: [String] = []

  func validate() throws {
    if record != nil, stay || !command.isEmpty {
      throw ValidationError("--record is for a shell, without a command or --stay.")
    }
    if json, command.isEmpty { throw ValidationError("--json is for a command, after --.") }
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
    if json { return try tell(options) }
    if untilEof { return try forwardUntilEnd(options) }
    if stay { options.append("-N") }
    do {
      try throughDoor(
        of: build, recordingTo: record, isGreeted: !stay && command.isEmpty
      ) { [options, command, stay] _, door in
        let command = door.inSourceFolder(command)
        return (
          door.program,
          options + door.arguments(command: command, hasTerminal: !stay, complaints: true)
        )
      }
    } catch let code as ExitCode where linger && code.rawValue == 255 {
      // The window would go with its last words.
      Output.error("Enter closes this window.")
      _ = readLine()
      throw code
    }
  }

  /// Runs the command and prints what came of it as one object.
  private func tell(_ options: [String]) throws {
    let status = Mutex(Int32(0))
    try runBlocking { [command] in
      let session = try await Session.open()
      let (_, build, access) = try await session.door(self.build)
      let door = try SSHSession(access, directories: session.directories)
      defer { door.end() }
      try door.logIn()
      let answer = await ProgramRun.output(
        door.program, options + door.arguments(command: door.inSourceFolder(command)),
        environment: door.environment,
        limit: 1 << 20)
      let ended = answer?.status ?? 255
      status.withLock { $0 = ended }
      try Output.json(
        ActOutput(
          "ssh", build,
          [
            "exit_status": .number(Int(ended)), "output": .text(answer?.output),
            "errors": .text(answer?.complaint),
          ]))
    }
    let ended = status.withLock { $0 }
    if ended != 0 { throw ExitCode(ended) }
  }

  /// Forwards until our input ends; says "open" once the ports can be reached.
  private func forwardUntilEnd(_ options: [String]) throws {
    let status = Mutex(Int32(0))
    try runBlocking {
      let session = try await Session.open()
      let door = try SSHSession(
        try await session.door(build).2, directories: session.directories)
      defer { door.end() }
      // Ports are forwarded before a command runs.
      let words = options + door.arguments(command: ["echo open; exec cat"], complaints: true)
      let forwarding = try Companion(door.program, words, environment: door.environment)
      let watch = Thread {
        var byte: UInt8 = 0
        while read(STDIN_FILENO, &byte, 1) > 0 {}
        forwarding.terminate()
      }
      watch.start()
      let ended = forwarding.run { Output.line($0) }
      if ended == 255, let sentence = door.lastComplaint { Output.error("airlock: \(sentence)") }
      status.withLock { $0 = ended }
    }
    let ended = status.withLock { $0 }
    if ended != 0 { throw ExitCode(ended) }
  }

  private var forwards: [(String, String)] {
    localForwards.map { ("-L", $0) } + remoteForwards.map { ("-R", $0) }
      + proxies.map { ("-D", $0) }
  }
}

extension ParsableCommand {
  /// Runs a program that goes through a machine's door, on our own terminal, and ends as it does.
  ///
  /// - Parameters:
  ///   - recording: the file that takes what the terminal shows.
  ///   - loggingInFirst: whether the program is to find a connection that stands.
  ///   - isGreeted: whether it is a shell, at whose start a person is told where they are.
  ///   - act: the command's name, where what was done is to be printed as JSON.
  ///   - words: the program and its arguments.
  func throughDoor(
    of reference: String, recordingTo recording: String? = nil, loggingInFirst: Bool = false,
    isGreeted: Bool = false, telling act: String? = nil,
    _ words: @escaping @Sendable (RemoteAccess, SSHSession) throws -> (String, [String])
  ) throws {
    let status = Mutex(Int32(0))
    try runBlocking {
      let session = try await Session.open()
      let (_, build, access) = try await session.door(reference)
      let door = try SSHSession(access, directories: session.directories)
      defer { door.end() }
      if loggingInFirst { try door.logIn() }
      let (program, arguments) = try words(access, door)
      if isGreeted, door.entrance != nil, isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 {
        Output.lines(await MachineGreeting(client: session.client).text(build, access))
      }
      let complaints = ComplaintTail(door.complaints)
      let ended: Int32
      if let recording {
        ended = try ShellRecording(URL(filePath: recording), secrets: access.secrets)
          .run(program, arguments, environment: door.environment)
      } else {
        ended = try ForegroundProcess.run(program, arguments, environment: door.environment)
      }
      complaints.end(with: ended == 255 ? door.lastComplaint : nil)
      status.withLock { $0 = ended }
      if let act {
        try Output.json(ActOutput(act, build, ["exit_status": .number(Int(ended))]))
      }
    }
    let ended = status.withLock { $0 }
    if ended != 0 { throw ExitCode(ended) }
  }
}
