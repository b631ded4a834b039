import BuildAPI
import BuildModel
import Foundation
import Synchronization

/// How many requests a second the service answers.
struct RequestFigures {
  /// As many ask at once.
  private static let askers = 32

  let service: BenchedService
  let seconds: Double
  let app: AppSlug

  func print() throws {
    let started = service.startMilliseconds.rounded(to: 0)
    let memory = try service.residentMegabytes.rounded(to: 0)
    Swift.print("service: answers after \(started) ms, \(memory) MiB")
    let slug = try newestBuild()
    let paths = [
      ("me (the peer)", Paths.me),
      ("show", Paths.build(app, BuildSlug(rawValue: slug))),
      ("list of one app, 50 builds", Paths.builds(app)),
      ("list of one app, 10 builds", Paths.builds(app) + "?limit=10"),
      ("list of all apps, 50 builds", Paths.builds),
      ("failed of main of one app", Paths.builds(app) + "?status=2&branch=main"),
    ]
    var peer = 0.0
    for (name, path) in paths {
      let (rate, latencies) = try ask(path)
      if peer == 0 { peer = rate }
      let title = name.padding(toLength: 32, withPad: " ", startingAt: 0)
      Swift.print(
        "\(title) \(rate.rounded(to: 0)) requests/s (\((rate / peer).rounded(to: 2)) of the peer),"
          + " p50 \(latencies.p50) ms, p99 \(latencies.p99) ms,"
          + " \(try service.residentMegabytes.rounded(to: 0)) MiB")
    }
  }

  private func newestBuild() throws -> String {
    let line = try Line(port: service.port)
    return try line.text(Paths.builds(app) + "?limit=1", service)
      .components(separatedBy: "\"slug\":\"").last?.components(separatedBy: "\"").first ?? ""
  }

  /// Asks for one thing from many threads.
  private func ask(_ path: String) throws -> (rate: Double, Latencies) {
    let gathered = Mutex<[Double]>([])
    let failure = Mutex<(any Error)?>(nil)
    let group = DispatchGroup()
    let end = ContinuousClock.now + .seconds(seconds)
    for _ in 0..<Self.askers {
      group.enter()
      Thread.detachNewThread { [service] in
        defer { group.leave() }
        do {
          let line = try Line(port: service.port)
          var own: [Double] = []
          while ContinuousClock.now < end {
            let start = ContinuousClock.now
            try line.ask(path, service)
            own.append((ContinuousClock.now - start) / .milliseconds(1))
          }
          gathered.withLock { $0 += own }
        } catch { failure.withLock { $0 = error } }
      }
    }
    group.wait()
    if let error = failure.withLock({ $0 }) { throw error }
    let all = gathered.withLock { $0 }
    return (Double(all.count) / seconds, Latencies(all))
  }
}
