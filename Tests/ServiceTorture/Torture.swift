import ArgumentParser
import BuildModel
import Foundation
import Synchronization

/// Kills a working build service again and again, and holds it to what its clients have seen.
///
/// A real `airlock serve` with real workers; followers read logs by cursor, look at steps, and
/// listen to events all the while. Ends with 0 where nothing that anybody saw was lost or changed
/// and nothing is left behind.
@main struct Torture: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "service-torture", abstract: "Kill a build service under load, and check.")

  @Option(help: "How often the service is killed.")
  var kills = 100

  @Option(help: "How many builds are looked after at once.")
  var load = 6

  @Option(help: "The executable to try; beside this one where it is not named.")
  var airlock: String?

  @Option(help: "A folder for all of it; one is made and removed where none is named.")
  var folder: String?

  @Flag(help: "Say how it goes.")
  var verbose = false

  func run() throws {
    let done = DispatchSemaphore(value: 0)
    let complaints = Mutex<[String]>([])
    Task {
      do {
        let found = try await torment()
        complaints.withLock { $0 = found }
      } catch {
        complaints.withLock { $0 = ["the run broke off: \(error)"] }
      }
      done.signal()
    }
    done.wait()
    let found = complaints.withLock { $0 }
    for complaint in found { print("WRONG: \(complaint)") }
    guard found.isEmpty else { throw ExitCode(1) }
  }

  /// - Returns: all that was wrong.
  private func torment() async throws -> [String] {
    let place = try Place(folder)
    defer { place.remove() }
    let beside = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let program = airlock ?? beside.appending(path: "airlock").path
    let service = try ServiceProcess(program: program, place: place)
    try await service.start()
    let ledger = Ledger()
    let client = try service.client()
    let app = try await client.register(place.repository)
    let load = Load(app: app, client: client, ledger: ledger, place: place, width: load)
    var deaths = 0
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await load.run() }
      for _ in 1...3 { group.addTask { await client.listen(ledger) } }
      for number in 1...kills {
        try await Task.sleep(for: .milliseconds(.random(in: 20...1500)))
        if number.isMultiple(of: 7) { deaths += try await load.killWorker() ? 1 : 0 }
        await service.kill()
        // Workers go on without it for a while, more or less.
        try await Task.sleep(for: .milliseconds(.random(in: 0...400)))
        // Now and then it does not even come to listen.
        if number.isMultiple(of: 4) {
          try await service.start(within: .milliseconds(.random(in: 5...200)))
          await service.kill()
        }
        try await service.start()
        try await client.check(ledger, app)
        if verbose { print("\(number)/\(kills): \(ledger.summary)") }
      }
      load.stop()
      try await load.waitUntilDone()
      group.cancelAll()
    }
    try await client.checkAll(ledger, app)
    await service.stop()
    place.checkForLeftOvers(ledger)
    print("\(kills) kills of the service, \(deaths) of workers: \(ledger.summary)")
    return ledger.complaints
  }
}
