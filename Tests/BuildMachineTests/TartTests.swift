import BuildModel
import Foundation
import TestSupport
import Testing

@testable import BuildMachine

/// The driver for Tart against a stand-in that writes down what it was asked: there is no Mac here.
struct TartTests {
  /// Runs what `exec` is given on this computer, with the shared folder under its real name.
  private static func standIn(_ record: String, shared: String) -> String {
    """
    echo "$*" >> \(record)
    command=$1; shift
    case $command in
    list) echo ;;
    run) echo $$ > \(record).run; exec sleep 1000 ;;
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

  @Test func `without Tart, the sentence says where to get it`() async {
    let sentence = await TartDriver(environment: [:]).probe()
    #expect(sentence?.hasPrefix("The program tart is missing: on a Mac") == true)
  }
}
