import BuildMachine
import Foundation
import TestSupport

/// One way to run a program in namespaces of its own, and how long it has taken so far.
struct Contestant {
  var name: String
  /// Nil for a program that is started as it is.
  var driver: (any MachineDriver)?
  var plan: (_ folder: String) -> MachinePlan = { _ in preconditionFailure("has no machine") }
  private(set) var times: [Duration] = []

  init(name: String) { self.name = name }

  init(
    name: String, driver: any MachineDriver, plan: @escaping (_ folder: String) -> MachinePlan
  ) {
    self.name = name
    self.driver = driver
    self.plan = plan
  }

  private static let programs = [
    "unshare": ["--map-root-user", "--pid", "--mount", "--fork", "true"],
    "bwrap": [
      "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "true",
    ],
  ]

  mutating func takeTurn() async throws {
    if let driver {
      times.append(try await Self.time(driver, plan))
    } else {
      let words = ["/usr/bin/\(name)"] + (Self.programs[name] ?? [])
      let start = ContinuousClock.now
      let status = try runToEnd(words, environment: ["PATH": "/usr/bin"], output: "/dev/null")
      times.append(.now - start)
      guard status == 0 else { throw Failed(what: "\(name) ended with status \(status)") }
    }
  }

  private static func time(
    _ driver: any MachineDriver, _ plan: (String) -> MachinePlan
  ) async throws -> Duration {
    let scratch = try MachineScratch()
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    let start = ContinuousClock.now
    let machine = try await driver.makeMachine(plan(scratch.folder))
    let process = try await machine.start(
      MachineCommand(
        executable: "true", arguments: ["true"], environment: ["PATH": "/usr/bin:/bin"],
        folder: "/", connection: .descriptors(input: null, output: null, error: null)))
    let ending = await process.ending()
    let time = ContinuousClock.now - start
    await machine.destroy()
    guard ending == .exited(0) else { throw Failed(what: "\(driver.name): \(ending)") }
    return time
  }

  func line(against other: Contestant) -> String {
    let words = [median, times.min() ?? .zero, times.max() ?? .zero].map { time in
      String(format: "%6.1f", time / .milliseconds(1))
    }
    let ratio = String(format: "%5.1f", median / other.median)
    return name.padding(toLength: 20, withPad: " ", startingAt: 0)
      + "\(words[0]) ms (\(words[1])–\(words[2]))  ×\(ratio)"
  }

  private var median: Duration { times.sorted()[times.count / 2] }

  struct Failed: Error, CustomStringConvertible {
    var what: String
    var description: String { what }
  }
}
