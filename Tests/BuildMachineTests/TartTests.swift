import BuildModel
import Foundation
import TestSupport
import Testing

@testable import BuildMachine

/// The driver for Tart against a stand-in that writes down what it was asked: there is no Mac here.
struct TartTests {
  /// Runs what `exec` is given on this computer, with the shared folder under its real name.
  private static func standIn(_ record: String, shared: String, vnc: String = "") -> String {
    """
    echo "$*" >> \(record)
    command=$1; shift
    case $command in
    list) echo ;;
    run)
      echo $$ > \(record).run
      case $* in *--vnc-experimental*) echo "VNC server is running at \(vnc)" ;; esac
      exec tail -f /dev/null ;;
    stop) kill $(cat \(record).run) ;;
    exec)
      while [ "${1#-}" != "$1" ]; do shift; done
      shift
      for word; do
        shift
        case $word in "/Volumes/My Shared Files/airlock"*)
          word="\(shared)${word#/Volumes/My Shared Files/airlock}" ;;
        esac
        set -- "$@" "$word"
      done
      exec "$@" ;;
    esac
    """
  }

  @Test func `a machine is cloned, run, entered, stopped and deleted`() async throws {
    let scratch = try MachineScratch()
    let record = scratch.folder + "/record"
    let program = try await FakeProgram(
      "tart", Self.standIn(record, shared: scratch.folder))
    let driver = TartDriver(environment: ["PATH": program.path])
    #expect(await driver.probe() == nil)
    let machine = try await driver.makeMachine(
      MachinePlan(
        folder: scratch.folder, hidden: [], agent: "/agent", hostname: "x", image: "sequoia-base",
        limits: MachineLimits(memory: 4 << 30, processors: 2)))
    let output = Pipe()
    let process = try await machine.start(
      MachineCommand(
        executable: "/bin/sh", arguments: ["sh", "-c", "echo \"it's $SECRET\"; exit 7"],
        environment: ["SECRET": "a 'quoted' word"], folder: "/",
        connection: .descriptors(
          input: 0, output: output.fileHandleForWriting.fileDescriptor, error: 2)))
    try output.fileHandleForWriting.close()
    #expect(await readToEnd(output.fileHandleForReading) == "it's a 'quoted' word\n")
    #expect(await process.ending() == .exited(7))
    await machine.destroy()
    await machine.waitUntilGone()
    let asked = try String(contentsOfFile: record, encoding: .utf8)
    let name = try #require(asked.split(separator: "\n")[1].split(separator: " ").last)
    #expect(
      asked.split(separator: "\n").map(String.init) == [
        "list --quiet", "clone sequoia-base \(name)", "set \(name) --cpu 2 --memory 4096",
        "run --no-graphics --dir=airlock:\(scratch.folder) \(name)",
        "exec \(name) /usr/bin/true",
        "exec -i \(name) /bin/sh /Volumes/My Shared Files/airlock/commands/1",
        "stop --timeout 0 \(name)", "delete \(name)",
      ])
    // What the program was given is on no command line and in no file that stays.
    #expect(!asked.contains("quoted"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.folder + "/commands").isEmpty)
  }

  @Test(.enabled("a machine with a screen works here", desktopWorks))
  func `the machine's screen is behind the door, with a password of the door's own`() async throws {
    // The framework's VNC server is another's here; it asks for its password just the same.
    try await withPasswordedServer("correct-horse") { port in
      let scratch = try MachineScratch()
      let program = try await FakeProgram(
        "tart",
        Self.standIn(
          scratch.folder + "/record", shared: scratch.folder,
          vnc: "vnc://:correct-horse@127.0.0.1:\(port)"))
      let machine = try await TartDriver(environment: ["PATH": program.path]).makeMachine(
        MachinePlan(
          folder: scratch.folder, hidden: [], agent: "/agent", hostname: "x",
          image: "sequoia-base", showsScreen: true))
      try await Desktop.start(in: machine, title: "Sample #12")
      let door = try DesktopDoor(machine: machine, environment: [:], folder: "/")
      let screen = try #require(door.screen)
      #expect(screen.username == "admin")
      let (wrong, right, size) = try await onOwnThread {
        let wrong = try ScreenVisitor(screen.address).logIn("correct-")
        let visitor = try ScreenVisitor(screen.address)
        let right = try visitor.logIn(screen.password ?? "")
        return (wrong, right, try visitor.enter())
      }
      #expect(wrong == "The password is wrong.")
      #expect(right == nil)
      #expect(size == (640, 480, "stand-in"))
      door.close()
      await machine.destroy()
      let asked = try String(contentsOfFile: scratch.folder + "/record", encoding: .utf8)
      #expect(asked.contains("\nrun --no-graphics --vnc-experimental --dir=airlock:"))
    }
  }

  @Test(arguments: [
    ("VNC server is running at vnc://:a-b-c-d@127.0.0.1:61443", "61443 a-b-c-d"),
    ("VNC server is running at vnc://:a@192.168.64.2:5900", nil),
    ("VNC server is running at vnc://127.0.0.1:5900", nil),
    ("vnc://:a@127.0.0.1:99999", nil), ("Opening the machine", nil),
  ])
  func `the line with the screen's address is understood`(line: String, place: String?) {
    let found = TartScreen.address(in: line).map { "\($0.port) \($0.password)" }
    #expect(found == place)
  }

  @Test func `without Tart, the sentence says where to get it`() async {
    let sentence = await TartDriver(environment: [:]).probe()
    #expect(sentence?.hasPrefix("The program tart is missing: on a Mac") == true)
  }
}

/// Gives a test a VNC server of this computer that asks for a password, and its port.
private func withPasswordedServer(
  _ password: String, _ body: (Int) async throws -> Void
) async throws {
  let scratch = try MachineScratch()
  let file = scratch.folder + "/password"
  try writeScreenPassword(password, to: file)
  let told = try OwnedPipe()
  let server = try LaunchedProcess.start(
    arguments: [
      "/usr/bin/Xtigervnc", "-displayfd", "1", "-geometry", "640x480", "-desktop", "stand-in",
      "-SecurityTypes", "VncAuth", "-rfbauth", file, "-localhost", "-nolisten", "tcp",
    ],
    environment: ["PATH": "/usr/bin:/bin"], descriptors: [1: told.writing.number])
  told.writing.close()
  let display = Descriptors.readLine(told.reading.number, patience: 10_000).flatMap { Int($0) }
  defer {
    server.signal(SIGTERM)
    _ = server.waitForEnding(upTo: .seconds(10))
  }
  try await body(5900 + (try #require(display)))
}
