package import BuildModel
import Foundation

/// Makes machines of containers, from an image that the stack names.
///
/// The container's first process is the agent, which comes to us through a socket: engines pass no
/// descriptors on. In it the build is root, and as far as the image goes.
package struct ContainerDriver: MachineDriver {
  package var name: String { engine.rawValue }
  package let isolation = Isolation.isolated
  private static let folders = MachineFolders(
    home: "/root", source: "/bitrise/src", deploy: "/bitrise/deploy", temporary: "/bitrise/tmp")
  /// Milliseconds; an image may have to be fetched first.
  private static let patience = 300_000

  private let engine: ContainerEngine
  private let path: String?
  private let networkProgram: String?
  private let environment: [String: String]

  /// - Parameter environment: where `PATH` tells where to look for the engine, and what the engine
  ///   finds its storage by.
  package init(
    _ engine: ContainerEngine,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    self.engine = engine
    path = ExecutableSearch.find(engine.rawValue, in: environment["PATH"])
    networkProgram = ExecutableSearch.find(UserModeNetwork.program, in: environment["PATH"])
    let passed = [
      "HOME", "XDG_RUNTIME_DIR", "DOCKER_HOST", "CONTAINER_HOST", "CONTAINERS_CONF",
      "CONTAINERS_STORAGE_CONF",
    ]
    self.environment = environment.filter { passed.contains($0.key) }
      .merging(["PATH": MachineEnvironment.defaultPath]) { $1 }
  }

  package func probe(_ stack: Stack?) async -> String? {
    guard let path else { return engine.missing }
    do {
      return try await OwnThread.run("airlock.probe") {
        let complaints = try OwnedPipe()
        let process = try LaunchedProcess.start(
          arguments: [path] + engine.question, environment: environment,
          descriptors: [2: complaints.writing.number])
        complaints.writing.close()
        guard let ending = process.waitForEnding(upTo: .seconds(2)) else {
          process.signal(SIGKILL)
          return "\(engine.rawValue) did not answer within two seconds."
        }
        guard ending != .exited(0) else { return nil }
        return engine.sentence(
          for: Descriptors.readAll(complaints.reading.number, patience: 100))
      }
    } catch {
      return "\(error)"
    }
  }

  package func makeMachine(_ plan: MachinePlan) async throws -> any Machine {
    guard let path else { throw MachineError(.noDriver, engine.missing) }
    guard let image = plan.image else {
      throw MachineError(.noDriver, "The stack names no `image` for its machines.")
    }
    guard !(plan.folder + plan.agent).contains(where: { $0 == ":" || $0 == "," }) else {
      throw MachineError(
        .noDriver, "\(engine.rawValue) takes no folder with a colon or a comma: \(plan.folder).")
    }
    return try await OwnThread.run("airlock.launch") {
      let (mode, reason) = network(plan.network)
      let door = try AgentDoor()
      defer { door.shut() }
      let launch = try start(
        [path] + arguments(plan, image, mode, door.folder), door)
      let machine = AgentMachine(
        isolation: .isolated, username: "root", folders: Self.folders, launch: launch,
        watch: LimitWatch(plan, launch))
      machine.has(reason.map { .nothing(reason: $0) } ?? engine.outcome(mode))
      return machine
    }
  }

  private func start(_ arguments: [String], _ door: AgentDoor) throws -> AgentLaunch {
    let complaints = try OwnedPipe()
    // An engine that has much to say must not wait for a reader.
    Descriptors.makeNonBlocking(complaints.writing.number)
    let launcher = try LaunchedProcess.start(
      arguments: arguments, environment: environment,
      descriptors: [2: complaints.writing.number])
    complaints.writing.close()
    let guest = try door.admit(
      patience: Self.patience, until: { launcher.waitForEnding(upTo: .seconds(0)) != nil })
    guard let guest else {
      launcher.signal(SIGTERM)
      throw MachineError(
        .notStarted,
        engine.sentence(for: Descriptors.readAll(complaints.reading.number, patience: 200)))
    }
    let connection = AgentConnection(socket: guest.socket)
    guard AgentLaunch.isReady(guest.socket, AgentLaunch.patience) else {
      launcher.signal(SIGTERM)
      connection.hangUp()
      throw MachineError(.notStarted, "The agent in the container does not answer.")
    }
    return AgentLaunch(
      launcher: launcher, connection: connection,
      innerProcess: guest.process > 0 ? guest.process : nil, held: complaints)
  }

  /// User mode where nothing else is said and the engine can have it.
  private func network(_ wanted: NetworkMode?) -> (NetworkMode, String?) {
    if let wanted { return (wanted, nil) }
    guard engine == .podman else { return (.userMode, nil) }
    if networkProgram == nil { return (.nothing, NetworkComplaint.missing) }
    guard access("/dev/net/tun", R_OK | W_OK) == 0 else {
      return (.nothing, NetworkComplaint.sentence(for: "/dev/net/tun"))
    }
    return (.userMode, nil)
  }

  private func arguments(
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
