import CAgentWire
import Foundation
import TestSupport

@testable import BuildMachine

/// A machine whose socket a test can give away, as if another process were its worker.
final class HeldMachine: @unchecked Sendable {
  // Sendable, because one test uses it step by step.
  let launcher: LaunchedProcess
  /// Closes the socket when it goes.
  private var connection: AgentConnection?
  private let socket: Int32
  private let folder: String

  init(_ driver: DriverUnderTest, scratch: MachineScratch) throws {
    let agent = try BuiltProducts.path(of: "airlock-agent")
    let launch: AgentLaunch
    switch driver {
    case .plain:
      folder = scratch.folder + "/source"
      launch = try AgentLaunch.start(
        arguments: [agent, "--subreaper"], environment: [:], hasNotice: false, explain: { $0 })
    case .bubblewrap:
      folder = BubblewrapView.folders.source
      let account = MachineAccount.forThisProcess()
      let plan = MachinePlan(folder: scratch.folder, hidden: [], agent: agent, hostname: "held")
      var view = BubblewrapView(account: account, hostname: "held")
      view.add(try MachineFiles(plan: plan, account: account))
      view.bindAgent(agent)
      launch = try AgentLaunch.start(
        arguments: ["/usr/bin/bwrap"] + view.arguments
          + ["--", BubblewrapView.agentPath] + account.agentArguments,
        environment: [:], hasNotice: false, explain: { $0 })
    }
    launcher = launch.launcher
    connection = launch.connection
    socket = launch.connection.socket
  }

  func leaveBehind(_ marker: String) async throws {
    // Nobody reads answers here: the script's own end is what is waited for, by its pipe.
    let output = Pipe()
    let command = MachineCommand(
      executable: "/bin/bash", arguments: ["bash", "-c", leavingScript(marker) + "\necho left"],
      environment: ["PATH": "/usr/bin:/bin"], folder: folder,
      connection: .descriptors(
        input: output.fileHandleForReading.fileDescriptor,
        output: output.fileHandleForWriting.fileDescriptor,
        error: output.fileHandleForWriting.fileDescriptor))
    let request = AgentRequest.spawn(command)
    guard let body = request.encoded(id: 1),
      AgentSocket.send(body, descriptors: request.descriptors, to: socket)
    else { throw MachineError.machineGone }
    while let line = try await readLine(output.fileHandleForReading), line != "left" {}
  }

  /// Lets go of the machine: from now on only the process returned holds its socket.
  func giveToHolder() throws -> LaunchedProcess {
    let theirs = try Descriptors.moveUp(fcntl(socket, F_DUPFD_CLOEXEC, 16))
    let holder = try LaunchedProcess.start(
      arguments: ["/bin/sleep", "1000"], environment: [:], descriptors: [5: theirs])
    close(theirs)
    connection = nil
    return holder
  }
}
