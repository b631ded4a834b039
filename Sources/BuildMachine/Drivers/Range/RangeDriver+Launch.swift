import BuildModel
import Foundation

/// How the agent is told to make a machine.
extension RangeDriver {
  /// Starts it and waits, on the calling thread, until it is ready.
  ///
  /// - Parameters:
  ///   - nameServers: those that the machine shall ask; nil for this computer's.
  ///   - patience: milliseconds.
  func start(
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
