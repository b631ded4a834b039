package import BuildModel
import Foundation

/// Makes machines of macOS images with the program Tart, on Apple silicon.
///
/// Written to Tart's documented commands and tried with a stand-in that records them; never run on
/// a Mac. The image needs Tart's guest agent, which `tart exec` speaks to.
package struct TartDriver: MachineDriver {
  package let name = DriverName.tart.rawValue
  package let isolation = Isolation.isolated
  private let path: String?

  /// - Parameter environment: where `PATH` tells where to look for `tart`.
  package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    path = ExecutableSearch.find(
      "tart", in: (environment["PATH"] ?? "") + ":/opt/homebrew/bin")
  }

  package func probe(_ stack: Stack?) async -> String? {
    guard let path else {
      return "The program tart is missing: on a Mac with Apple silicon, install it with Homebrew."
    }
    do {
      let tart = TartProgram(path: path)
      return try await OwnThread.run("airlock.probe") {
        try tart.run(["list", "--quiet"], limit: .seconds(2))
      }
    } catch {
      return "\(error)"
    }
  }

  package func makeMachine(_ plan: MachinePlan) async throws -> any Machine {
    guard let path else { throw MachineError(.noDriver, "The program tart is missing.") }
    guard let image = plan.image else {
      throw MachineError(.noDriver, "The stack names no `image` for its machines.")
    }
    if plan.network == .nothing || plan.network == .host {
      throw MachineError(
        .refused, "Tart's machines have a network of their own: leave the stack's network out.")
    }
    let tart = TartProgram(path: path)
    let name = "airlock-\(UUID().uuidString.lowercased())"
    return try await OwnThread.run("airlock.launch") {
      let commands = "\(plan.folder)/commands"
      try FileManager.default.createDirectory(
        atPath: commands, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      if let complaint = try tart.run(["clone", image, name], limit: .seconds(3600)) {
        throw MachineError(.notStarted, complaint)
      }
      if let limits = TartProgram.settings(of: plan.limits) {
        _ = try tart.run(["set", name] + limits, limit: .seconds(60))
      }
      let screen = plan.showsScreen ? try TartScreen() : nil
      let display = try LaunchedProcess.start(
        arguments: [path, "run", "--no-graphics"] + (screen == nil ? [] : TartScreen.options)
          + ["--dir=airlock:\(plan.folder)", name],
        environment: tart.environment,
        descriptors: screen.map { [1: $0.news.writing.number] } ?? [:])
      screen?.news.writing.close()
      let machine = TartMachine(
        tart, name: name, display: display, screen: screen, commands: commands)
      guard machine.waitUntilUp() else {
        machine.end()
        throw MachineError(.notStarted, "The image \(image) did not answer `tart exec`.")
      }
      if let screen, !screen.learnAddress() {
        machine.end()
        throw MachineError(.notStarted, "`tart run` did not tell where the machine's screen is.")
      }
      return machine
    }
  }
}

/// The program `tart`, run to its end.
struct TartProgram: Sendable {
  let path: String
  var environment: [String: String] {
    ["PATH": MachineEnvironment.defaultPath, "HOME": NSHomeDirectory()]
  }

  /// The words of `tart set` for limits; nil where there are none that it knows.
  static func settings(of limits: MachineLimits) -> [String]? {
    var words: [String] = []
    if let processors = limits.processors { words += ["--cpu", "\(Int(processors.rounded(.up)))"] }
    if let memory = limits.memory { words += ["--memory", "\(memory >> 20)"] }
    return words.isEmpty ? nil : words
  }

  /// Waits on the calling thread, which must be ours.
  ///
  /// - Returns: nil where it went well, else a sentence.
  func run(_ arguments: [String], limit: DispatchTimeInterval) throws -> String? {
    let complaints = try OwnedPipe()
    Descriptors.makeNonBlocking(complaints.writing.number)
    let process = try LaunchedProcess.start(
      arguments: [path] + arguments, environment: environment,
      descriptors: [2: complaints.writing.number])
    complaints.writing.close()
    guard let ending = process.waitForEnding(upTo: limit) else {
      process.signal(SIGKILL)
      return "`tart \(arguments[0])` did not come to an end."
    }
    guard ending != .exited(0) else { return nil }
    let said = Descriptors.readAll(complaints.reading.number, patience: 100)
    let line = said.split(separator: "\n").last.map(String.init) ?? "it told no reason"
    return "`tart \(arguments[0])` failed: \(line)."
  }
}
