import BuildAPI
import BuildModel
import Foundation
import TestSupport

/// What idle listeners of events cost, and whether requests are answered beside them.
struct ListenerFigures {
  private static let rounds = 1000

  let service: BenchedService
  let count: Int
  let app: AppSlug

  func print() throws {
    guard count > 0 else { return }
    FileLimit.raise()
    let alone = try latencies()
    let before = try service.residentMegabytes
    let start = ContinuousClock.now
    let lines = try (0..<count).map { _ in
      let line = try Line(port: service.port)
      try line.send(Paths.events, service, until: "welcome")
      return line
    }
    let took = (ContinuousClock.now - start) / .seconds(1)
    let after = try service.residentMegabytes
    let beside = try latencies()
    let each = (after - before) * 1024 / Double(count)
    Swift.print(
      "\(lines.count) listeners came in \(took.rounded(to: 1)) s and cost"
        + " \((after - before).rounded(to: 0)) MiB, \(each.rounded(to: 1)) KiB each")
    Swift.print("list of 10 beside none: p50 \(alone.p50), p99 \(alone.p99), most \(alone.most) ms")
    Swift.print(
      "list of 10 beside \(lines.count): p50 \(beside.p50), p99 \(beside.p99),"
        + " most \(beside.most) ms")
  }

  private func latencies() throws -> Latencies {
    let line = try Line(port: service.port)
    let path = Paths.builds(app) + "?limit=10"
    return Latencies(
      try (0..<Self.rounds).map { _ in
        let start = ContinuousClock.now
        try line.ask(path, service)
        return (ContinuousClock.now - start) / .milliseconds(1)
      })
  }
}
