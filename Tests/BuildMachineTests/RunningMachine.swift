import BuildMachine
import BuildModel
import Foundation
import TestSupport
import Testing

/// The drivers under test; machines of both are made the same way.
enum DriverUnderTest: String, CaseIterable, CustomTestStringConvertible {
  case bubblewrap
  case plain

  var testDescription: String { rawValue }

  var driver: any MachineDriver {
    switch self {
    case .bubblewrap: BubblewrapDriver()
    case .plain: PlainProcessDriver()
    }
  }

  /// Those that work on this computer.
  static func working() async -> [DriverUnderTest] {
    await bubblewrapWorks() ? allCases : [.plain]
  }
}

/// Whether isolated machines can be made here; their tests are skipped where not.
@Sendable func bubblewrapWorks() async -> Bool {
  await BubblewrapDriver().probe() == nil
}

/// A real machine for one test.
final class RunningMachine: Sendable {
  let machine: any Machine
  let scratch: MachineScratch

  convenience init(
    _ driver: DriverUnderTest, hidden: [String] = [], network: NetworkMode? = nil
  ) async throws {
    try await self.init(
      driver.driver, hidden: hidden,
      network: network ?? (driver == .plain ? nil : .nothing))
  }

  init(
    _ driver: any MachineDriver, hidden: [String] = [], network: NetworkMode?,
    image: String? = nil, root: String? = nil, limits: MachineLimits = MachineLimits()
  ) async throws {
    scratch = try MachineScratch()
    machine = try await driver.makeMachine(
      MachinePlan(
        folder: scratch.folder, hidden: hidden, agent: try BuiltProducts.path(of: "airlock-agent"),
        hostname: "machine-under-test", network: network, image: image, root: root,
        limits: limits))
  }

  struct Outcome: Equatable {
    var output: String
    var ending: ProcessEnding
  }

  /// Runs a script to its end; output and error output are gathered together.
  func run(
    _ script: String, environment: [String: String] = [:], folder: String? = nil
  ) async throws -> Outcome {
    let output = Pipe()
    let process = try await start(
      script, environment: environment, folder: folder,
      output: output.fileHandleForWriting.fileDescriptor)
    try output.fileHandleForWriting.close()
    let text = await readToEnd(output.fileHandleForReading)
    return Outcome(output: text, ending: await process.ending())
  }

  func start(
    _ script: String, environment: [String: String] = [:], folder: String? = nil, output: Int32
  ) async throws -> any MachineProcess {
    let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
    defer { close(nothing) }
    return try await machine.start(
      MachineCommand(
        executable: "/bin/bash", arguments: ["bash", "-c", script],
        environment: ["PATH": "/usr/bin:/bin"].merging(environment) { $1 },
        folder: folder ?? machine.folders.source,
        connection: .descriptors(input: nothing, output: output, error: output)))
  }

  /// The same, on a terminal of the machine's own.
  func runOnTerminal(_ script: String, rows: Int, columns: Int) async throws -> Outcome {
    let process = try await machine.start(
      MachineCommand(
        executable: "bash", arguments: ["bash", "-c", script],
        environment: ["PATH": "/usr/bin:/bin"], folder: machine.folders.home,
        connection: .terminal(rows: rows, columns: columns)))
    guard let terminal = process.terminal else { throw NoTerminal() }
    let text = await readToEnd(FileHandle(fileDescriptor: terminal, closeOnDealloc: true))
    return Outcome(
      output: text.replacingOccurrences(of: "\r\n", with: "\n"), ending: await process.ending())
  }

  struct NoTerminal: Error {}
}

/// Reads on a thread of its own, so that no shared one waits; a terminal ends with an error.
func readData(_ handle: FileHandle) async -> Data {
  await withCheckedContinuation { continuation in
    Thread.detachNewThread {
      var data = Data()
      var piece = [UInt8](repeating: 0, count: 65536)
      while true {
        let count = read(handle.fileDescriptor, &piece, piece.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { break }
        data.append(contentsOf: piece.prefix(count))
      }
      continuation.resume(returning: data)
    }
  }
}

func readToEnd(_ handle: FileHandle) async -> String {
  String(decoding: await readData(handle), as: UTF8.self)
}

/// Gives a machine to a test and ends it afterwards, whatever the test did.
func withMachine(
  _ driver: DriverUnderTest, hidden: [String] = [], network: NetworkMode? = nil,
  _ body: (RunningMachine) async throws -> Void
) async throws {
  let running = try await RunningMachine(driver, hidden: hidden, network: network)
  do {
    try await body(running)
  } catch {
    await running.machine.destroy()
    throw error
  }
  await running.machine.destroy()
}
