import ArgumentParser
import BuildMachine
import BuildModel
import Foundation
import TestSupport

/// How long a machine takes from nothing to the end of its first command, by driver, beside the
/// programs that do no more than start one.
///
/// `swift run -c release machine-bench` on a computer with nothing else to do. All take turns, so
/// that a slow moment is everybody's.
@main
struct MachineBenchmark: AsyncParsableCommand {
  @Option(help: "How often each is started.")
  var rounds = 20

  @Option(help: "An unpacked root directory, for uid-range.")
  var root: String?

  @Option(help: "An image, for podman.")
  var image: String?

  func run() async throws {
    var contestants = ["unshare", "bwrap"].map { Contestant(name: $0) }
    contestants += try await machines()
    for _ in 0..<rounds {
      for index in contestants.indices { try await contestants[index].takeTurn() }
    }
    print("from nothing to the end of `true`: median of \(rounds) (least–most), times bwrap alone")
    for contestant in contestants { print(contestant.line(against: contestants[1])) }
  }

  /// Those that work here.
  private func machines() async throws -> [Contestant] {
    var found: [Contestant] = []
    for name in [DriverName.plain, .bubblewrap, .uidRange, .podman] {
      if name == .uidRange && root == nil || name == .podman && image == nil { continue }
      let agent = try BuiltProducts.path(of: "airlock-agent")
      let driver = MachineDrivers.driver(name, agent: agent)
      if let complaint = await driver.probe() {
        print("\(name.rawValue): \(complaint)")
        continue
      }
      found.append(
        Contestant(name: "machine \(name.rawValue)", driver: driver) { folder in
          MachinePlan(
            folder: folder, hidden: [], agent: agent, hostname: "bench",
            network: name == .plain ? nil : .nothing, image: image,
            root: name == .uidRange ? root : nil)
        })
    }
    return found
  }
}
