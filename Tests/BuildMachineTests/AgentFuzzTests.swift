import CAgentWire
import Foundation
import TestSupport
import Testing

@testable import BuildMachine

/// Hostile bytes in both directions of the agent's socket, the same ones on every run.
struct AgentFuzzTests {
  /// Bytes in a fixed order that look like chance (xorshift).
  struct Chance: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
  }

  /// Most are nearly right: a good message with a few bytes changed goes deeper than noise.
  static func frame(_ chance: inout Chance) -> [UInt8] {
    var body: [UInt8]
    switch Int.random(in: 0..<5, using: &chance) {
    case 0:
      body = (0..<Int.random(in: 0..<200, using: &chance)).map { _ in
        UInt8.random(in: .min ... .max, using: &chance)
      }
    case 1: body = [2, 1, 0, 0, 0, 1, 0]
    case 2: body = [3, 1, 0, 0, 0, 0, 0, 0, 0]
    default: body = spawn
    }
    for _ in 0..<Int.random(in: 0..<4, using: &chance) where !body.isEmpty {
      let place = Int.random(in: 0..<body.count, using: &chance)
      // Operation and id stay, more often than not.
      if place > 4 || Bool.random(using: &chance) {
        body[place] = UInt8.random(in: .min ... .max, using: &chance)
      }
    }
    let lies = Int.random(in: 0..<8, using: &chance) == 0
    let length = UInt32(body.count) &+ (lies ? UInt32.random(in: 0..<9, using: &chance) : 0)
    return withUnsafeBytes(of: length) { Array($0) } + body
  }

  private static let spawn: [UInt8] =
    [1, 1, 0, 0, 0, 1, 24, 0, 80, 0, 1, 0, 1, 0] + Array("/\0/nowhere/true\0true\0A=1\0".utf8)

  @Test func `an agent survives or ends, whatever it is sent`() async throws {
    for seed in 1...150 {
      let agent = try LoneAgent()
      var chance = Chance(state: UInt64(seed) &* 0x9e37_79b9_7f4a_7c15)
      var bytes: [UInt8] = []
      for _ in 0..<6 { bytes += Self.frame(&chance) }
      var descriptors: [Int32] = []
      if seed % 3 == 0 { descriptors = (0..<(seed % 4)).map { _ in dup(0) } }
      Self.send(bytes, descriptors, to: agent.socket)
      for descriptor in descriptors { close(descriptor) }
      shutdown(agent.socket, Int32(SHUT_WR))
      // A signal would be a crash: it has nothing to end it by but its own return.
      let ending = await agent.process.ending()
      #expect(ending == .exited(0), "seed \(seed)")
    }
  }

  @Test func `a worker takes nothing from an agent that is not whole`() async throws {
    for seed in 1...300 {
      var ends: [Int32] = [-1, -1]
      #expect(agent_wire_pair(&ends) == 0)
      let connection = AgentConnection(socket: ends[0])
      var chance = Chance(state: UInt64(seed) &* 0x2545_f491_4f6c_dd1d)
      var bytes: [UInt8] = []
      for _ in 0..<4 { bytes += Self.answer(&chance) }
      let descriptors = (0..<(seed % 5)).map { _ in dup(0) }
      Self.send(bytes, descriptors, to: ends[1])
      for descriptor in descriptors { close(descriptor) }
      close(ends[1])
      await onThreadOfItsOwn { connection.readUntilOver() }
      connection.finish()
      // Nothing can be asked any more, and nobody waits for ever.
      await #expect(throws: MachineError.self) { try await connection.connect(toPort: 80) }
    }
    let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    #expect(open < 300, "descriptors that came with nonsense are left open: \(open)")
  }

  private static func answer(_ chance: inout Chance) -> [UInt8] {
    var body: [UInt8] = [UInt8([16, 17, 18, 1].randomElement(using: &chance) ?? 17)]
    for _ in 0..<8 { body.append(UInt8.random(in: 0...3, using: &chance)) }
    if Bool.random(using: &chance) { body.removeLast(Int.random(in: 0...9, using: &chance)) }
    return withUnsafeBytes(of: UInt32(body.count)) { Array($0) } + body
  }

  /// The descriptors go with the first byte.
  private static func send(_ bytes: [UInt8], _ descriptors: [Int32], to socket: Int32) {
    guard bytes.count > 4 else { return }
    if !descriptors.isEmpty, descriptors.count <= 3 {
      let body = Array(bytes.dropFirst(4))
      _ = agent_wire_send(socket, body, UInt32(body.count), descriptors, Int32(descriptors.count))
      return
    }
    _ = bytes.withUnsafeBytes { write(socket, $0.baseAddress, $0.count) }
  }

  private func onThreadOfItsOwn(_ work: @escaping @Sendable () -> Void) async {
    _ = try? await OwnThread.run("test.reader", work)
  }
}
