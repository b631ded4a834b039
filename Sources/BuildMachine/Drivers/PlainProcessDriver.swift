package import BuildModel
import Foundation

/// Makes "machines" out of nothing but processes of our own user, where namespaces are refused.
///
/// They see all that our user sees, and a build can kill its own agent. What they leave running
/// is found and killed on Linux; macOS knows process groups only.
package struct PlainProcessDriver: MachineDriver {
  package let name = DriverName.plain.rawValue
  package let isolation = Isolation.notIsolated

  package init() {}

  package func probe(_ stack: Stack?) async -> String? { nil }

  package func makeMachine(_ plan: MachinePlan) async throws -> any Machine {
    if let network = plan.network, network != .host {
      throw MachineError(
        .refused,
        "The stack's network is “\(network.rawValue)”, but plain processes have this computer's:"
          + " leave the stack's network out, or make it “\(NetworkMode.host.rawValue)”.")
    }
    return try await OwnThread.run("airlock.launch") {
      let launch = try AgentLaunch.start(
        arguments: [plan.agent, "--subreaper"] + plan.limits.agentArguments(processes: nil),
        environment: ["PATH": MachineEnvironment.defaultPath], hasNotice: false,
        group: ControlGroup(plan.limits),
        explain: { _ in "The agent \(plan.agent) ended as soon as it was started." })
      let machine = AgentMachine(
        isolation: .notIsolated, username: NSUserName(),
        folders: MachineFolders(
          home: plan.folder + "/home", source: plan.folder + "/source",
          deploy: plan.folder + "/deploy", temporary: plan.folder + "/temporary"),
        launch: launch, watch: LimitWatch(plan, launch))
      try machine.join(.host, by: nil, remark: nil)
      return machine
    }
  }
}
