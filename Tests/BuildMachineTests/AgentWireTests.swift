import CAgentWire
import Foundation
import TestSupport
import Testing

@testable import BuildMachine

/// The agent alone, without a machine around it.
struct AgentWireTests {
  /// Messages that no worker sends.
  static let nonsense: [(String, [UInt8])] = [
    ("no operation", frame([])),
    ("half a header", frame([1, 0, 0])),
    ("an operation that does not exist", frame([99, 1, 0, 0, 0])),
    ("longer than is allowed", [0xff, 0xff, 0xff, 0x7f]),
    ("a spawn without fields", frame([1, 1, 0, 0, 0])),
    ("a spawn without arguments", frame(spawn(arguments: 0, variables: 0, "/\0/bin/true\0"))),
    ("a spawn with fewer texts", frame(spawn(arguments: 2, variables: 0, "/\0/bin/true\0true\0"))),
    ("a spawn with more texts", frame(spawn(arguments: 1, variables: 0, "/\0x\0x\0y\0"))),
    ("a text without an end", frame(spawn(arguments: 1, variables: 0, "/\0/bin/true\0true"))),
    ("too many texts", frame(spawn(arguments: 0xffff, variables: 0xffff, "/\0x\0"))),
    (
      "a spawn without descriptors", frame(spawn(flags: 0, arguments: 1, variables: 0, "/\0x\0x\0"))
    ),
    ("a port of one byte", frame([2, 1, 0, 0, 0, 80])),
    ("a listen without a path", frame([4, 1, 0, 0, 0, 80, 0])),
    ("a path without an end", frame([4, 1, 0, 0, 0, 0, 0, 47, 116])),
    ("a listen with more texts", frame([4, 1, 0, 0, 0, 0, 0, 0, 47, 0])),
    ("a signal that does not exist", frame([3, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f])),
    ("a negative signal", frame([3, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff])),
    ("an answer", frame([17, 1, 0, 0, 0, 1, 0, 0, 0])),
  ]

  @Test(arguments: nonsense)
  func `nonsense ends the agent cleanly`(what: String, bytes: [UInt8]) async throws {
    let agent = try LoneAgent()
    _ = bytes.withUnsafeBytes { write(agent.socket, $0.baseAddress, $0.count) }
    #expect(await agent.process.ending() == .exited(0), "\(what)")
  }

  @Test func `a message that is cut off ends the agent`() async throws {
    let agent = try LoneAgent()
    let bytes = Array(Self.frame([2, 1, 0, 0, 0, 80, 0]).dropLast(2))
    _ = bytes.withUnsafeBytes { write(agent.socket, $0.baseAddress, $0.count) }
    shutdown(agent.socket, Int32(SHUT_WR))
    #expect(await agent.process.ending() == .exited(0))
  }

  @Test(arguments: [
    ["--uid", "1000"], ["--gid", "7"], ["--uid", "0", "--gid", "0"], ["--uid", "x", "--gid", "1"],
    ["--uid"], ["--unknown"],
  ])
  func `arguments that make no sense are refused`(arguments: [String]) async throws {
    let agent = try LoneAgent(arguments, isReady: false)
    #expect(await agent.process.ending() == .exited(64))
  }

  @Test(.enabled(if: geteuid() == 0, "only root can become somebody else"))
  func `an agent becomes somebody else before it says a word`() async throws {
    let agent = try LoneAgent(["--uid", "700000", "--gid", "700001"])
    let status = try String(
      contentsOfFile: "/proc/\(agent.process.id)/status", encoding: .utf8)
    #expect(status.contains("Uid:\t700000\t700000\t700000\t700000\n"))
    #expect(status.contains("Gid:\t700001\t700001\t700001\t700001\n"))
    #expect(status.contains("Groups:\t700001 \n"))
    #expect(status.contains("CapPrm:\t0000000000000000\n"))
  }

  @Test func `an answer is read as it was written`() {
    #expect(
      AgentMessage([17, 4, 3, 2, 1, 0xfe, 0xff, 0xff, 0xff])
        == .result(id: 0x0102_0304, value: -2))
    #expect(AgentMessage([18, 1, 0, 0, 0, 0, 7, 0, 0]) == .ended(id: 1, .exited(7)))
    #expect(AgentMessage([18, 1, 0, 0, 0, 15, 0, 0, 0]) == .ended(id: 1, .signalled(15)))
    #expect(AgentMessage([16, 0, 0, 0, 0, 2, 0, 0, 0]) == .ready(version: 2))
  }

  @Test(
    arguments: [[], [17], [17, 1, 0, 0, 0, 1, 0, 0], [1, 1, 0, 0, 0, 1, 0, 0, 0]] as [[UInt8]])
  func `what is no message of an agent is none`(bytes: [UInt8]) {
    #expect(AgentMessage(bytes) == nil)
  }

  @Test func `a text with a zero byte is not sent`() {
    let command = MachineCommand(
      executable: "/bin/true", arguments: ["true", "a\0b"], environment: [:], folder: "/",
      connection: .terminal(rows: 1, columns: 1))
    #expect(AgentRequest.spawn(command).encoded(id: 1) == nil)
  }

  @Test func `a command that is longer than a message is not sent`() {
    let command = MachineCommand(
      executable: "/bin/true", arguments: ["true", String(repeating: "x", count: 3 << 20)],
      environment: [:], folder: "/", connection: .terminal(rows: 1, columns: 1))
    #expect(AgentRequest.spawn(command).encoded(id: 1) == nil)
  }

  /// All computers we run on put the low byte first.
  private static func frame(_ body: [UInt8]) -> [UInt8] {
    withUnsafeBytes(of: UInt32(body.count)) { Array($0) } + body
  }

  private static func spawn(
    flags: UInt8 = 1, arguments: UInt16, variables: UInt16, _ texts: String
  ) -> [UInt8] {
    var body: [UInt8] = [1, 1, 0, 0, 0, flags]
    for number in [24, 80, arguments, variables] {
      withUnsafeBytes(of: number) { body.append(contentsOf: $0) }
    }
    return body + Array(texts.utf8)
  }
}

/// An agent that a test talks to byte by byte.
final class LoneAgent: Sendable {
  let process: LaunchedProcess
  let socket: Int32

  init(_ arguments: [String] = [], isReady: Bool = true) throws {
    var ends: [Int32] = [-1, -1]
    guard agent_wire_pair(&ends) == 0 else { throw MachineError.noDescriptors }
    socket = ends[0]
    let theirs = try Descriptors.moveUp(ends[1])
    defer { close(theirs) }
    process = try LaunchedProcess.start(
      arguments: [try BuiltProducts.path(of: "airlock-agent")] + arguments, environment: [:],
      descriptors: [Int32(AGENT_SOCKET): theirs])
    if isReady {
      #expect(AgentSocket.receive(from: socket)?.message == .ready(version: 2))
    }
  }

  deinit { close(socket) }
}
