import ArgumentParser
import BitriseSimulator
import Foundation

/// Bitrise's API, made up, for a dashboard that is to be looked at without an account.
@main
struct BitriseSimulatorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bitrise-simulator",
    abstract: "Answer as Bitrise's API does, on loopback, until ctrl-c.")

  @Option(help: "How many apps there are.")
  var apps = 5000

  @Option(help: "How many builds they have.")
  var builds = 200_000

  @Option(help: "The port; 0 for one of the system's choice.")
  var port = 0

  @Option(help: "How many builds run at the start.")
  var running = 3

  @Flag(help: "Tell the end of a build with remote access after its ten minutes, not before.")
  var late = false

  @Option(help: "A file with what the page of a build shows of remote access.")
  var panel: String?

  func run() async throws {
    let simulator = BitriseSimulator(apps: apps, builds: builds)
    let late = self.late
    simulator.script { build in
      if late { build.endTold = .afterTheHold }
      build.steps[2].seconds = 40
    }
    for app in 0..<running {
      simulator.begin(app: app) { if app == 1 { $0.pipelineWorkflow = "w-1" } }
    }
    let text = try panel.map { try String(contentsOfFile: $0, encoding: .utf8) }
    simulator.showPanel(text ?? Self.madeUpPanel)
    try await simulator.start(port: port)
    let words = """
      BITRISE_TOKEN=\(BitriseSimulator.token) BITRISE_API_BASE_URL=\(simulator.url) \
      BITRISE_WEB_BASE_URL=\(simulator.url) airlock --connection bitrise

      """
    // Whoever reads a pipe is told at once.
    FileHandle.standardOutput.write(Data(words.utf8))
    try await Task.sleep(for: .seconds(365 * 86_400))
  }

  private static let madeUpPanel = """
    Remote Access
    Available while build is running and for 10 minutes after it finishes.
    Visual Studio Code
    SSH
    Screen share
    Command
    ssh -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null vagrant@127.0.0.1 -p 28985
    Password
    0123456789abcdef0123
    URL
    127.0.0.1:20438
    Username
    vagrant
    """
}
