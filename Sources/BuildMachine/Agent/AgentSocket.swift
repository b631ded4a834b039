import CAgentWire
import Foundation

/// Our end of the socket that an agent listens to.
enum AgentSocket {
  struct Received {
    var message: AgentMessage
    var descriptors: [Int32]
  }

  /// Waits for a message on the calling thread, which must be one of our own.
  ///
  /// - Returns: nil where the agent is gone or said something that makes no sense.
  static func receive(from socket: Int32) -> Received? {
    var body = [UInt8](repeating: 0, count: 64)
    var descriptors = [Int32](repeating: -1, count: Int(AGENT_DESCRIPTOR_LIMIT))
    var count = Int32(descriptors.count)
    let capacity = UInt32(body.count)
    let length = agent_wire_receive(socket, &body, capacity, &descriptors, &count)
    guard length > 0 else { return nil }
    let arrived = Array(descriptors.prefix(Int(count)))
    guard let message = AgentMessage(Array(body.prefix(Int(length)))) else {
      for descriptor in arrived { close(descriptor) }
      return nil
    }
    return Received(message: message, descriptors: arrived)
  }

  /// False where the agent is gone.
  static func send(_ body: [UInt8], descriptors: [Int32], to socket: Int32) -> Bool {
    agent_wire_send(socket, body, UInt32(body.count), descriptors, Int32(descriptors.count)) == 0
  }
}
