package import BuildModel
import Foundation

/// Makes machines out of Linux namespaces with the program bubblewrap, with no privilege.
///
/// A machine has its own processes, network, host name, devices and folders. Of the host it sees
/// the programs only, read-only; see `BubblewrapView`.
package struct BubblewrapDriver: MachineDriver {
  package let name = DriverName.bubblewrap.rawValue
  package let isolation = Isolation.isolated
  private let path: String?
  private let networkProgram: String?
  private let probeLimit: DispatchTimeInterval

  /// - Parameter environment: where `PATH` tells where to look for `bwrap` and `slirp4netns`.
  package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    path = ExecutableSearch.find("bwrap", in: environment["PATH"])
    networkProgram = ExecutableSearch.find(UserModeNetwork.program, in: environment["PATH"])
    probeLimit = .seconds(2)
  }

  package func probe(_ stack: Stack?) async -> String? {
    #if os(Linux)
      guard let path else { return BubblewrapComplaint.missing }
      let view = BubblewrapView(account: .forThisProcess(), hostname: "probe")
      do {
        return try await OwnThread.run("airlock.probe") { [probeLimit] in
          try BubblewrapProbe.run([path] + view.arguments + ["--", "true"], limit: probeLimit)
        }
      } catch {
        return "\(error)"
      }
    #else
      return "Bubblewrap exists on Linux only."
    #endif
  }

  package func makeMachine(_ plan: MachinePlan) async throws -> any Machine {
    guard let path else { throw MachineError(.noDriver, BubblewrapComplaint.missing) }
    return try await OwnThread.run("airlock.launch") {
      let account = MachineAccount.forThisProcess()
      let nameServers = NameServers()
      let files = try MachineFiles(
        plan: plan, account: account, nameServers: plan.network == .host ? nil : nameServers)
      var view = BubblewrapView(
        account: account, hostname: files.hostname, sharesNetwork: plan.network == .host,
        root: plan.root ?? "", memory: plan.limits.memory)
      view.add(files)
      view.hide(plan.hidden)
      view.bindAgent(plan.agent)
      let launch = try AgentLaunch.start(
        arguments: [path, "--info-fd", String(AgentLaunch.noticeDescriptor)] + view.arguments
          + ["--", BubblewrapView.agentPath] + account.agentArguments
          + plan.limits.agentArguments(processes: plan.limits.processes),
        environment: ["PATH": MachineEnvironment.defaultPath], hasNotice: true,
        group: ControlGroup(plan.limits),
        explain: BubblewrapComplaint.sentence)
      let machine = AgentMachine(
        isolation: .isolated, username: account.name, folders: BubblewrapView.folders,
        launch: launch, watch: LimitWatch(plan, launch))
      do {
        try machine.join(
          plan.network, by: networkProgram, remark: nameServers.remark)
        return machine
      } catch {
        launch.connection.hangUp()
        throw error
      }
    }
  }
}
