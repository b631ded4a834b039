package import BuildModel
import Foundation

/// Makes machines of containers, from an image that the stack names.
///
/// The container's first process is the agent, which comes to us through a socket: engines pass no
/// descriptors on. In it the build is root, and as far as the image goes.
package struct ContainerDriver: MachineDriver {
  package var name: String { engine.rawValue }
  package let isolation = Isolation.isolated
  static let folders = MachineFolders(
    home: "/root", source: "/bitrise/src", deploy: "/bitrise/deploy", temporary: "/bitrise/tmp")
  /// Milliseconds; an image may have to be fetched first.
  private static let patience = 300_000

  let engine: ContainerEngine
  private let path: String?
  let networkProgram: String?
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
}
