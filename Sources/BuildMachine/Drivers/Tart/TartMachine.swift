import BuildModel
import CAgentWire
import CPseudoTerminal
import Foundation
import Synchronization

/// A virtual machine that Tart runs; its programs are started by `tart exec`.
///
/// What a program is and what its environment holds goes in by a file in a folder that the machine
/// shares with us, which the program's shell removes first: a command line is for all to read.
final class TartMachine: Machine {
  private static let shared = "/Volumes/My Shared Files/airlock"

  let isolation = Isolation.isolated
  let network = MachineNetwork.userMode(program: "tart", remark: nil)
  let username = "admin"
  let folders = MachineFolders(
    home: "/Users/admin", source: shared + "/source", deploy: shared + "/deploy",
    temporary: shared + "/temporary")

  private let tart: TartProgram
  private let name: String
  private let display: LaunchedProcess
  private let screen: TartScreen?
  private let commands: String
  private let count = Mutex(0)

  init(
    _ tart: TartProgram, name: String, display: LaunchedProcess, screen: TartScreen?,
    commands: String
  ) {
    self.tart = tart
    self.name = name
    self.display = display
    self.screen = screen
    self.commands = commands
  }

  /// Waits on the calling thread, which must be ours, for three minutes at most.
  func waitUntilUp() -> Bool {
    let end = DispatchTime.now() + .seconds(180)
    while DispatchTime.now() < end, display.waitForEnding(upTo: .milliseconds(500)) == nil {
      let said = try? tart.run(["exec", name, "/usr/bin/true"], limit: .seconds(10))
      if said == .some(nil) { return true }
    }
    return false
  }

  func start(_ command: MachineCommand) async throws -> any MachineProcess {
    let number = count.withLock {
      $0 += 1
      return $0
    }
    let file = "\(commands)/\(number)"
    try Data(Self.script(command).utf8).write(to: URL(fileURLWithPath: file))
    let inside = "\(Self.shared)/commands/\(number)"
    switch command.connection {
    case .descriptors(let input, let output, let error):
      let ours = try [input, output, error].map { OwnedDescriptor(try Descriptors.copyUp($0)) }
      return TartProcess(
        try LaunchedProcess.start(
          arguments: [tart.path, "exec", "-i", name, "/bin/sh", inside],
          environment: tart.environment,
          descriptors: [0: ours[0].number, 1: ours[1].number, 2: ours[2].number]))
    case .terminal(let rows, let columns):
      return try onTerminal(
        ["exec", "-i", "-t", name, "/bin/sh", inside], rows: rows, columns: columns)
    }
  }

  private func onTerminal(
    _ arguments: [String], rows: Int, columns: Int
  ) throws -> any MachineProcess {
    let words = CTexts([tart.path] + arguments)
    let variables = CTexts(tart.environment.map { "\($0.key)=\($0.value)" })
    var terminal: Int32 = -1
    let process = cpty_spawn(
      tart.path, words.pointers, variables.pointers, nil, UInt16(clamping: rows),
      UInt16(clamping: columns), &terminal)
    guard process > 0 else {
      throw MachineError(
        .notStarted, "\(tart.path) cannot be started: \(String(cString: strerror(errno))).")
    }
    return TartProcess(LaunchedProcess(adopting: process), terminal: terminal)
  }

  /// A shell's text that becomes the program.
  static func script(_ command: MachineCommand) -> String {
    let variables = command.environment.sorted { $0.key < $1.key }.map {
      quoted("\($0.key)=\($0.value)")
    }
    return """
      rm -f "$0"
      cd \(quoted(command.folder)) || exit 127
      exec /usr/bin/env -i \((variables + [quoted(command.executable)]
        + command.arguments.dropFirst().map(quoted)).joined(separator: " "))

      """
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacingOccurrences(of: "'", with: "'\\''") + "'"
  }

  func connect(toPort port: Int) async throws -> Int32 {
    guard (1...65535).contains(port) else {
      throw MachineError(.refused, "\(port) is no TCP port.")
    }
    var ends: [Int32] = [-1, -1]
    guard agent_wire_pair(&ends) == 0 else { throw MachineError.noDescriptors }
    let theirs = try Descriptors.moveUp(ends[1])
    defer { close(theirs) }
    _ = try LaunchedProcess.start(
      arguments: [tart.path, "exec", "-i", name, "/usr/bin/nc", "127.0.0.1", "\(port)"],
      environment: tart.environment, descriptors: [0: theirs, 1: theirs])
    return ends[0]
  }

  var bringsScreen: Bool { screen != nil }

  func connectToScreen() async throws -> ScreenServer {
    guard let screen else { throw MachineError(.refused, "This machine shows no screen.") }
    return try await OwnThread.run("airlock.screen") { try screen.connect() }
  }

  func breach() async -> String? {
    await waitUntilGone()
    return nil
  }

  func breachSoFar() async -> String? { nil }

  func waitUntilGone() async { _ = await display.ending() }

  func destroy() async {
    _ = try? await OwnThread.run("airlock.end") { [self] in end() }
  }

  /// Waits on the calling thread, which must be ours.
  func end() {
    _ = try? tart.run(["stop", "--timeout", "0", name], limit: .seconds(10))
    if display.waitForEnding(upTo: .seconds(2)) == nil { display.signal(SIGKILL) }
    _ = display.waitForEnding(upTo: .seconds(5))
    _ = try? tart.run(["delete", name], limit: .seconds(60))
  }
}

/// A `tart exec` that runs a program inside.
final class TartProcess: MachineProcess {
  let terminal: Int32?
  private let process: LaunchedProcess

  init(_ process: LaunchedProcess, terminal: Int32? = nil) {
    self.process = process
    self.terminal = terminal
  }

  func signal(_ number: Int32) { process.signal(number) }

  func ending() async -> ProcessEnding { await process.ending() }
}
