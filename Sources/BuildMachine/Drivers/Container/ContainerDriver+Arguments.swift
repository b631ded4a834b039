import BuildModel
import Foundation

/// How an engine is told to run a machine.
extension ContainerDriver {
  /// User mode where nothing else is said and the engine can have it.
  func network(_ wanted: NetworkMode?) -> (NetworkMode, String?) {
    if let wanted { return (wanted, nil) }
    guard engine == .podman else { return (.userMode, nil) }
    if networkProgram == nil { return (.nothing, NetworkComplaint.missing) }
    guard access("/dev/net/tun", R_OK | W_OK) == 0 else {
      return (.nothing, NetworkComplaint.sentence(for: "/dev/net/tun"))
    }
    return (.userMode, nil)
  }

  func arguments(
    _ plan: MachinePlan, _ image: String, _ network: NetworkMode, _ door: String
  ) -> [String] {
    var words = ["run", "--rm", "--network", engine.network(network)]
    words += ["--hostname", MachineFiles.validHostname(plan.hostname)]
    words += ["--user", "0:0", "--security-opt", "label=disable", "--workdir", "/"]
    let folders = Self.folders
    for (ours, inside) in [
      ("source", folders.source), ("deploy", folders.deploy), ("temporary", folders.temporary),
    ] {
      words += ["--volume", "\(plan.folder)/\(ours):\(inside)"]
    }
    words += ["--volume", "\(door):/airlock/door", "--volume", "\(plan.agent):/airlock/agent:ro"]
    words += limits(plan.limits)
    words += ["--entrypoint", "/airlock/agent", image, "--connect", "/airlock/door/socket"]
    return words + MachineLimits(disk: plan.limits.disk).agentArguments(processes: nil)
  }

  private func limits(_ limits: MachineLimits) -> [String] {
    var words: [String] = []
    if let memory = limits.memory { words += ["--memory", "\(memory)b"] }
    if let processors = limits.processors { words += ["--cpus", "\(processors)"] }
    if let processes = limits.processes { words += ["--pids-limit", "\(processes + 1)"] }
    // Ours as well, since an engine may not give more, and fails where it tries.
    let files = min(Self.ownLimit(Self.openFiles), rlim_t(limits.openFiles ?? 1 << 20))
    words += ["--ulimit", "nofile=\(files):\(files)"]
    // Podman keeps fewer for itself than it was given, and can pass on no more than that.
    let processes = min(Self.ownLimit(Self.processes), 32_768)
    words += ["--ulimit", "nproc=\(processes):\(processes)"]
    return words
  }

  #if os(Linux)
    private static let openFiles = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    private static let processes = __rlimit_resource_t(__RLIMIT_NPROC.rawValue)
    private typealias LimitKind = __rlimit_resource_t
  #else
    private static let openFiles = RLIMIT_NOFILE
    private static let processes = RLIMIT_NPROC
    private typealias LimitKind = Int32
  #endif

  private static func ownLimit(_ kind: LimitKind) -> rlim_t {
    var now = rlimit()
    getrlimit(kind, &now)
    return now.rlim_max
  }
}
