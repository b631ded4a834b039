import ArgumentParser
import BuildDatabase
import BuildModel
import Foundation

/// Measures the service with as many builds as a team has in years.
///
/// Each figure stands beside a peer's of the same run, because a computer's speed is not ours.
@main
struct ServiceBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "service-bench",
    abstract: "Measure lists, requests and listeners of a build service with many builds.")

  @Option(help: "How many builds the store is filled with, where it is new.")
  var builds = 1_000_000

  @Option(help: "The folder to keep the data in; a folder that has data is measured as it is.")
  var data: String

  @Option(help: "Seconds of asking for each figure over HTTP; 0 measures the store only.")
  var seconds = 5.0

  @Option(help: "How many idle listeners of events to open.")
  var listeners = 10_000

  func run() async throws {
    let folder = URL(filePath: data)
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let file = folder.appending(path: "airlock.sqlite")
    let isNew = !FileManager.default.fileExists(atPath: file.path)
    let store = try BuildStore(file: file)
    let sample = try await SampleTeam(store: store)
    if isNew {
      let took = try await seconds { try sample.fill(file, with: builds) }
      print("filled with \(builds) builds in \(took.rounded(to: 1)) s")
    }
    try await StoreFigures(store: store, file: file, team: sample).print()
    try store.close()
    guard seconds > 0 else { return }
    let service = try BenchedService(folder: folder)
    defer { service.stop() }
    try RequestFigures(service: service, seconds: seconds, app: sample.apps[0]).print()
    try ListenerFigures(service: service, count: listeners, app: sample.apps[0]).print()
  }

  private func seconds(_ work: () async throws -> Void) async rethrows -> Double {
    let start = ContinuousClock.now
    try await work()
    return (ContinuousClock.now - start) / .seconds(1)
  }
}

extension Double {
  func rounded(to places: Int) -> String { String(format: "%.\(places)f", self) }
}
