import ArgumentParser
import Foundation

struct ServiceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "service",
    abstract: "The build service that airlock runs for you on this computer.",
    subcommands: [Status.self, Stop.self, Logs.self])

  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Tell whether it runs, and where.")

    @Flag(help: "Print as JSON.")
    var json = false

    func run() throws {
      try runBlocking {
        let service = LocalService(directories: .current)
        guard let client = await service.running(), let record = service.readRecord() else {
          if json { return Output.line(#"{"running": false}"#) }
          Output.line("The local service does not run; airlock starts it when it is needed.")
          throw ExitCode(1)
        }
        let windows = try await client.windows().count
        if json {
          return try Output.json(
            StatusOutput(
              running: true, url: record.url.absoluteString, process: record.process,
              startedAt: record.startedAt, graceSeconds: record.graceSeconds,
              openWindows: windows))
        }
        Output.line("running at \(record.url.absoluteString), process \(record.process)")
        Output.line("data in \(service.directories.data.path)")
        Output.line("log in \(service.log.path)")
        Output.line("grace \(WindowText.clock(record.graceSeconds)), open windows: \(windows)")
      }
    }
  }

  struct Stop: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Stop it; builds that run and machines that are open go on without it.")

    func run() throws {
      try runBlocking {
        let service = LocalService(directories: .current)
        guard let client = await service.running(), let record = service.readRecord() else {
          return Output.line("The local service does not run.")
        }
        let windows = (try? await client.windows().count) ?? 0
        guard kill(record.process, SIGTERM) == 0 else {
          throw ProgramError(.failed, "Process \(record.process) cannot be stopped.")
        }
        try await service.waitUntilStopped()
        Output.line("The local service is stopped.")
        if windows > 0 {
          Output.line("\(windows) open machine(s) stay open until their deadline.")
        }
      }
    }
  }

  struct Logs: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print what it has logged.")

    func run() throws {
      try runBlocking {
        let log = LocalService(directories: .current).log
        guard let text = try? String(contentsOf: log, encoding: .utf8) else {
          throw ProgramError(.noSuchThing, "There is no log at \(log.path) yet.")
        }
        for line in text.split(separator: "\n") { Output.line(String(line)) }
      }
    }
  }
}

private struct StatusOutput: Encodable {
  let running: Bool
  let url: String
  let process: Int32
  let startedAt: Date
  let graceSeconds: Double
  let openWindows: Int

  enum CodingKeys: String, CodingKey {
    case running, url, process
    case startedAt = "started_at"
    case graceSeconds = "grace_seconds"
    case openWindows = "open_windows"
  }
}

extension LocalService {
  /// Returns when the service has let go of its data folder, ten seconds at most.
  func waitUntilStopped() async throws {
    for _ in 0..<1000 {
      if readRecord() == nil { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    throw ProgramError(.failed, "The local service did not stop within ten seconds.")
  }
}
