package import BuildModel
import Foundation

/// Makes machines with users of their own, among them a root: `sudo` works, packages can be
/// installed, and all of it goes with the machine.
///
/// A machine sees an unpacked root directory, with its changes laid over it. The agent makes it
/// itself; see `launch.h`.
package struct RangeDriver: MachineDriver {
  package let name = DriverName.uidRange.rawValue
  package let isolation = Isolation.isolated
  /// The folder with what a machine has changed, among the machine's others.
  static let scratchName = "changes"
  static let folders = BubblewrapView.folders
  /// Where the launcher holds the machine's network; see `launch.h`.
  static let networkDescriptor = 5

  private let agent: String
  let searchPath: String?
  private var networkProgram: String? {
    ExecutableSearch.find(UserModeNetwork.program, in: searchPath)
  }

  /// - Parameters:
  ///   - environment: where `PATH` tells where to look for programs.
  ///   - agent: the path of the agent for the probe; nil for the one beside this program.
  package init(
    environment: [String: String] = ProcessInfo.processInfo.environment, agent: String? = nil
  ) {
    searchPath = environment["PATH"]
    self.agent = agent ?? Self.agentBesideUs
  }

  static var agentBesideUs: String {
    (Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0]))
      .resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "airlock-agent").path
  }

  package func probe(_ stack: Stack?) async -> String? {
    #if os(Linux)
      guard let root = stack?.root else {
        return "A stack with this driver needs a `root`: the path of an unpacked root directory."
      }
      let scratch = FileManager.default.temporaryDirectory.path + "/airlock-probe-\(UUID())"
      defer { try? FileManager.default.removeItem(atPath: scratch) }
      do {
        for name in MachineFiles.folderNames {
          try FileManager.default.createDirectory(
            atPath: "\(scratch)/\(name)", withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        }
        let plan = MachinePlan(
          folder: scratch, hidden: [], agent: agent, hostname: "probe", network: .nothing,
          root: root)
        let launch = try await OwnThread.run("airlock.probe") {
          try start(plan, root, nil, patience: 2000)
        }
        launch.connection.hangUp()
        _ = await launch.launcher.ending()
        return nil
      } catch {
        return "\(error)"
      }
    #else
      return "Namespaces of users exist on Linux only."
    #endif
  }

  package func makeMachine(_ plan: MachinePlan) async throws -> any Machine {
    guard let root = plan.root else {
      throw MachineError(.noDriver, "The stack names no `root` for its machines.")
    }
    return try await OwnThread.run("airlock.launch") {
      let nameServers = NameServers()
      let launch = try start(
        plan, root, plan.network == .host ? nil : nameServers, patience: AgentLaunch.patience)
      let machine = AgentMachine(
        isolation: .isolated, username: "vagrant", folders: Self.folders, launch: launch,
        watch: LimitWatch(plan, launch))
      do {
        try machine.join(plan.network, by: networkProgram, remark: nameServers.remark)
        return machine
      } catch {
        launch.connection.hangUp()
        throw error
      }
    }
  }
}
