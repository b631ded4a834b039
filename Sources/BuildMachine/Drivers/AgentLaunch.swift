import CAgentWire
import Foundation

/// An agent that was started and has said that it is ready.
struct AgentLaunch {
  /// A machine that is not up after this many milliseconds never will be.
  static let patience: Int32 = 10_000
  /// The descriptor at which a launcher tells the agent's process id, as JSON.
  static let noticeDescriptor: Int32 = 4

  var launcher: LaunchedProcess
  var connection: AgentConnection
  /// The agent, where the launcher is a process of its own.
  var innerProcess: pid_t?
  /// Where the machine's network namespace is shown; nil where it has none of its own.
  var networkPath: String? { networkHolder ?? innerProcess.map { "/proc/\($0)/ns/net" } }
  /// Where another than the agent shows it.
  var networkHolder: String?
  /// The control group that all of it is in; nil where there is none.
  var group: ControlGroup?
  /// What a launcher complains to, held open as long as it runs.
  var held: OwnedPipe?

  /// Starts it and waits, on a thread of ours, until it is ready.
  ///
  /// - Parameters:
  ///   - arguments: the command that becomes or starts the agent, path first.
  ///   - hasNotice: whether the command tells a process id at `noticeDescriptor`.
  ///   - patience: milliseconds.
  ///   - explain: makes a sentence of what a command that failed has complained.
  static func start(
    arguments: [String], environment: [String: String], hasNotice: Bool,
    patience: Int32 = AgentLaunch.patience, group: ControlGroup? = nil,
    explain: (String) -> String
  ) throws -> AgentLaunch {
    var ends: [Int32] = [-1, -1]
    guard agent_wire_pair(&ends) == 0 else { throw MachineError.noDescriptors }
    let connection = AgentConnection(socket: ends[0])
    let agentEnd = OwnedDescriptor(try Descriptors.moveUp(ends[1]))
    let complaints = try OwnedPipe()
    let notices = try OwnedPipe()
    var descriptors = [Int32(AGENT_SOCKET): agentEnd.number, 2: complaints.writing.number]
    if hasNotice { descriptors[noticeDescriptor] = notices.writing.number }
    let launcher = try LaunchedProcess.start(
      arguments: group?.entering(arguments) ?? arguments, environment: environment,
      descriptors: descriptors)
    // Only with ours closed is the end of theirs an end.
    for end in [agentEnd, complaints.writing, notices.writing] { end.close() }
    guard isReady(ends[0], patience) else {
      let complaint = Descriptors.readAll(complaints.reading.number, patience: 500)
      launcher.signal(SIGKILL)
      connection.hangUp()
      group?.remove()
      throw MachineError(.notStarted, explain(complaint))
    }
    var innerProcess: pid_t?
    if hasNotice {
      innerProcess = processID(in: Descriptors.readAll(notices.reading.number, patience: 500))
    }
    return AgentLaunch(
      launcher: launcher, connection: connection, innerProcess: innerProcess, group: group)
  }

  static func isReady(_ socket: Int32, _ patience: Int32) -> Bool {
    var news = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    guard poll(&news, 1, patience) > 0 else { return false }
    let received = AgentSocket.receive(from: socket)
    return received?.message == .ready(version: Int32(AGENT_WIRE_VERSION))
  }

  /// Reads `{"child-pid": 123, …}`.
  private static func processID(in notice: String) -> pid_t? {
    struct Notice: Decodable {
      var process: pid_t
      enum CodingKeys: String, CodingKey { case process = "child-pid" }
    }
    do {
      return try JSONDecoder().decode(Notice.self, from: Data(notice.utf8)).process
    } catch {
      // It is only needed to end an agent that somebody stopped; the machine is good without.
      return nil
    }
  }
}
