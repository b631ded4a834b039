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
  private static let networkDescriptor = 5

  private let agent: String
  private let searchPath: String?
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

  private func start(
    _ plan: MachinePlan, _ root: String, _ nameServers: NameServers?, patience: Int32
  ) throws -> AgentLaunch {
    let range = try range(for: root)
    let files = try RangeFiles(plan, root: root, nameServers: nameServers)
    let scratch = "\(plan.folder)/\(Self.scratchName)"
    try FileManager.default.createDirectory(
      atPath: scratch, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    if let owner = range.folderOwner {
      try MachineFiles.give(plan, to: owner)
      try MachineFiles.give(scratch, to: range.first)
    }
    var arguments = [plan.agent, "--make-machine", "--uid-map", range.users]
    arguments += ["--gid-map", range.groups, "--lower", root, "--scratch", scratch]
    arguments += ["--hostname", files.hostname]
    arguments += ["--memory-size", String(plan.limits.memory ?? Self.usualMemoryFolder)]
    if range.mapsRoot { arguments += ["--map-lower"] }
    if plan.network == .host { arguments += ["--shares-network"] }
    if range.folderOwner == nil { arguments += try Self.mappingPrograms(in: searchPath) }
    for (ours, inside) in Self.bindings(plan) { arguments += ["--folder", ours, inside] }
    for file in files.files { arguments += ["--file", file.ours, file.inside, file.mode] }
    arguments += ["--", "--uid", "\(UserRange.builder)", "--gid", "\(UserRange.builder)"]
    arguments += ["--keep-privileges"]
    arguments += plan.limits.agentArguments(processes: plan.limits.processes)
    var launch = try AgentLaunch.start(
      arguments: arguments, environment: ["PATH": MachineEnvironment.defaultPath],
      hasNotice: true, patience: patience, group: ControlGroup(plan.limits),
      explain: { RangeComplaint.sentence(for: $0) })
    launch.networkHolder = "/proc/\(launch.launcher.id)/fd/\(Self.networkDescriptor)"
    return launch
  }

  private static func bindings(_ plan: MachinePlan) -> [(ours: String, inside: String)] {
    [
      ("\(plan.folder)/home", folders.home), ("\(plan.folder)/source", folders.source),
      ("\(plan.folder)/deploy", folders.deploy),
      ("\(plan.folder)/temporary", folders.temporary),
    ]
  }

  private static var usualMemoryFolder: Int {
    Int(ProcessInfo.processInfo.physicalMemory / 8)
  }

  static func mappingPrograms(in searchPath: String?) throws -> [String] {
    guard let users = ExecutableSearch.find("newuidmap", in: searchPath),
      let groups = ExecutableSearch.find("newgidmap", in: searchPath)
    else {
      throw MachineError(
        .noDriver, "The program newuidmap is missing: install the package uidmap.")
    }
    return ["--newuidmap", users, "--newgidmap", groups]
  }

  /// The range whose root is the root directory's owner.
  private func range(for root: String) throws -> UserRange {
    var status = stat()
    guard stat(root, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw MachineError(.noDriver, "The root directory \(root) is not there.")
    }
    if geteuid() == 0 {
      return UserRange.drawn(first: status.st_uid == 0 ? nil : status.st_uid)
    }
    let range = try UserRange.setAside(for: geteuid(), getegid(), name: NSUserName())
    guard status.st_uid == range.first else {
      throw MachineError(
        .noDriver,
        "The root directory \(root) belongs to the user \(status.st_uid), not to \(range.first):"
          + " unpack it with `airlock stack unpack`.")
    }
    return range
  }
}

/// Turns what the agent prints when it cannot make a machine into one sentence.
enum RangeComplaint {
  static func sentence(for complaint: String) -> String {
    if complaint.contains("namespaces are refused") {
      return "The kernel refuses namespaces here: set the sysctl"
        + " kernel.unprivileged_userns_clone to 1, and in a container see its security options."
    }
    if complaint.contains("uid range") || complaint.contains("gid range") {
      return "This user's range is not one that newuidmap allows: look at /etc/subuid and"
        + " /etc/subgid."
    }
    let line = complaint.split(separator: "\n").last.map(String.init) ?? "it told no reason"
    return "The machine cannot be made: \(line)."
  }
}
