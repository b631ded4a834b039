package import BuildModel
import CAgentWire
import Foundation
import Synchronization

/// A machine whose first process is an agent that we talk to.
///
/// The agent ends when our end of its socket closes, whatever closes it, and everything in the
/// machine ends with the agent.
package final class AgentMachine: Machine {
  package let isolation: Isolation
  package let username: String
  package let folders: MachineFolders

  private let launcher: LaunchedProcess
  private let complaints: OwnedPipe?
  private let agent: AgentConnection
  /// The agent's number on this computer where a launcher stands in between.
  let innerProcess: pid_t?
  private let networkPath: String?
  private let watch: LimitWatch?
  private let gone = Later<Void>()
  private let joined = Mutex(Joined(network: .nothing(reason: nil)))

  private struct Joined {
    var network: MachineNetwork
    var program: UserModeNetwork?
  }

  package var network: MachineNetwork { joined.withLock { $0.network } }

  /// Takes over an agent that has said it is ready.
  init(
    isolation: Isolation, username: String, folders: MachineFolders, launch: AgentLaunch,
    watch: LimitWatch? = nil
  ) {
    self.isolation = isolation
    self.username = username
    self.folders = folders
    launcher = launch.launcher
    complaints = launch.held
    agent = launch.connection
    innerProcess = launch.innerProcess
    networkPath = launch.networkPath
    self.watch = watch
    OwnThread.start("airlock.agent") { [self] in follow() }
    watch?.start()
  }

  /// Gives a machine that has nothing but a loopback the network that its stack asks for.
  ///
  /// Waits on the calling thread, which must be ours.
  ///
  /// - Parameters:
  ///   - mode: nil for user mode where it can be had; then what stands in its way is told as the
  ///     reason for no network.
  ///   - path: the program for user mode.
  ///   - remark: a sentence about what does not work in user mode.
  func join(_ mode: NetworkMode?, by path: String?, remark: String?) throws {
    switch mode {
    case .nothing: return
    case .host: joined.withLock { $0.network = .host }
    case .userMode, nil:
      do {
        guard let networkPath else { throw MachineError.machineGone }
        let program = try UserModeNetwork.attach(path, to: networkPath)
        joined.withLock {
          $0 = Joined(
            network: .userMode(program: UserModeNetwork.program, remark: remark),
            program: program)
        }
      } catch {
        guard mode == nil else { throw error }
        joined.withLock { $0.network = .nothing(reason: "\(error)") }
      }
    }
  }

  package func start(_ command: MachineCommand) async throws -> any MachineProcess {
    try await agent.start(command)
  }

  package func connect(toPort port: Int) async throws -> Int32 {
    try await agent.connect(toPort: port)
  }

  /// Says what the machine's network is where somebody else has made it.
  func has(_ network: MachineNetwork) {
    joined.withLock { $0.network = network }
  }

  package func breach() async -> String? {
    guard let watch else {
      await gone.value
      return nil
    }
    return await watch.breach.value
  }

  package func breachSoFar() async -> String? {
    guard let watch else { return nil }
    return try? await OwnThread.run("airlock.disk") { watch.look() }
  }

  package func listen(onPort port: Int) async throws -> (descriptor: Int32, port: Int) {
    try await agent.listen(onPort: port)
  }

  package func listen(atPath path: String) async throws -> Int32 {
    try await agent.listen(atPath: path)
  }

  package func waitUntilGone() async {
    await gone.value
  }

  package func destroy() async {
    agent.hangUp()
    await gone.value
  }

  /// Lives as long as the machine.
  private func follow() {
    agent.readUntilOver()
    if launcher.waitForEnding(upTo: .seconds(2)) == nil { endByForce() }
    joined.withLock { $0.program }?.end()
    watch?.end()
    agent.finish()
    gone.settle(())
  }

  /// For an agent that somebody outside has stopped: it cannot hear that it shall end.
  private func endByForce() {
    // The launcher waits for the agent: as long as it is there, the number is still the agent's.
    launcher.whileUnended {
      kill(innerProcess ?? launcher.id, SIGKILL)
    }
    _ = launcher.waitForEnding(upTo: .seconds(5))
  }
}
