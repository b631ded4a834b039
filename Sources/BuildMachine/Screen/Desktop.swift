import Foundation

/// A display in a machine, for the programs of its build to draw on and its visitors to see.
///
/// Xtigervnc is both the X server and the VNC server. It asks for no password: it listens on the
/// machine's own loopback, which nobody reaches but the machine's programs and those who have come
/// through its door. So no password is ever inside the machine.
package enum Desktop {
  private static let program = "Xtigervnc"
  private static let display = ":1"
  static let port = 5901
  private static let size = "1280x800"
  /// Milliseconds; it takes a thirtieth of a second where nothing else runs.
  private static let patience: Int32 = 10_000

  /// What it is, in a few words.
  package static func words(in machine: any Machine) -> String {
    machine.bringsScreen ? "the machine's own" : "\(display), \(size), by \(program)"
  }

  /// What programs find in their environment.
  package static let variables = ["DISPLAY": display]

  /// Whether machines of this computer's own programs can have one.
  package static func isInstalled(_ environment: [String: String]) -> Bool {
    ExecutableSearch.find(program, in: environment["PATH"]) != nil
  }

  /// Starts it and returns when programs can draw.
  ///
  /// - Parameter title: what viewers show above it.
  /// - Throws: `MachineError` where the machine lacks the program, or would show its screen to
  ///   everybody on this computer.
  package static func start(in machine: any Machine, title: String) async throws {
    try check(machine)
    if machine.bringsScreen { return }
    let null = OwnedDescriptor(try Descriptors.moveUp(open("/dev/null", O_RDWR | O_CLOEXEC)))
    // Whoever is given its number must have it until they are told of it.
    defer { null.close() }
    let news = try OwnedPipe()
    let complaints = try OwnedPipe()
    do {
      _ = try await machine.start(
        command(
          [program] + options(title), in: machine,
          .descriptors(
            input: null.number, output: news.writing.number, error: complaints.writing.number)))
    } catch let error as MachineError where error.code == .notStarted {
      throw MachineError(
        .noDriver,
        "The machine has no \(program) for its screen: install the package"
          + " tigervnc-standalone-server where its programs come from.")
    }
    for pipe in [news, complaints] { pipe.writing.close() }
    let isUp = try await OwnThread.run("airlock.desktop") {
      // It tells its number once it takes connections, and dies if nobody hears the line's end.
      Descriptors.readLine(news.reading.number, patience: patience) != nil
    }
    guard isUp else {
      let said = Descriptors.readAll(complaints.reading.number, patience: 0)
      let line = said.split(separator: "\n").last { !$0.isEmpty } ?? "it told no reason"
      throw MachineError(.notStarted, "The machine's screen did not come up: \(line).")
    }
    await startWindowManager(in: machine, null.number)
  }

  private static func check(_ machine: any Machine) throws {
    guard machine.isolation == .isolated else {
      throw MachineError(
        .refused, "Only isolated machines have a screen; everybody on this computer would see it.")
    }
    guard machine.network != .host else {
      throw MachineError(
        .refused,
        "A machine with this computer's network has no screen; everybody on it would see it.")
    }
  }

  private static func options(_ title: String) -> [String] {
    [
      display, "-geometry", size, "-depth", "24", "-desktop", title, "-displayfd", "1",
      // Within the machine all are one: no keys among its programs, none for its visitors.
      "-SecurityTypes", "None", "-ac", "-rfbport", "\(port)", "-localhost", "-AlwaysShared",
      "-nolisten", "tcp",
    ]
  }

  /// Moves and frames windows, where the machine has a program for it.
  private static func startWindowManager(in machine: any Machine, _ null: Int32) async {
    let script = "command -v openbox >/dev/null && exec openbox"
    // Without one the programs' windows are there all the same.
    _ = try? await machine.start(
      command(
        ["sh", "-c", script], in: machine,
        .descriptors(input: null, output: null, error: null)))
  }

  private static func command(
    _ words: [String], in machine: any Machine, _ connection: MachineCommand.Connection
  ) -> MachineCommand {
    MachineCommand(
      executable: words[0], arguments: words,
      environment: [
        "PATH": MachineEnvironment.defaultPath, "HOME": machine.folders.home, "LANG": "C.UTF-8",
      ].merging(variables) { $1 },
      folder: machine.folders.home, connection: connection)
  }
}
