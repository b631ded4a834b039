import Foundation

/// A process that an agent started.
final class AgentProcess: MachineProcess {
  let terminal: Int32?
  private let id: UInt32
  private let connection: AgentConnection
  private let end: Later<ProcessEnding>

  init(id: UInt32, terminal: Int32?, connection: AgentConnection, end: Later<ProcessEnding>) {
    self.id = id
    self.terminal = terminal
    self.connection = connection
    self.end = end
  }

  func signal(_ number: Int32) {
    connection.tell(.signal(number), id: id)
  }

  func ending() async -> ProcessEnding {
    await end.value
  }
}

extension AgentConnection {
  /// Starts a program in the machine.
  func start(_ command: MachineCommand) async throws -> AgentProcess {
    let id = newID()
    let end = expectEnding(of: id)
    do {
      let answer = try await ask(.spawn(command), id: id)
      guard answer.value > 0 else {
        throw MachineError(
          .notStarted,
          "\(command.executable) cannot be started in \(command.folder): "
            + String(cString: strerror(-answer.value)) + ".")
      }
      guard command.connection.isTerminal == (answer.descriptor != nil) else {
        if let descriptor = answer.descriptor { close(descriptor) }
        hangUp()
        throw MachineError(.protocolBroken, "The machine's agent gave an answer of another kind.")
      }
      return AgentProcess(id: id, terminal: answer.descriptor, connection: self, end: end)
    } catch {
      forgetEnding(of: id)
      throw error
    }
  }

  /// Connects to a port of the machine's loopback; the caller owns the descriptor.
  func connect(toPort port: Int) async throws -> Int32 {
    guard let number = UInt16(exactly: port) else {
      throw MachineError(.refused, "\(port) is no TCP port.")
    }
    let answer = try await ask(.connect(port: number), id: newID())
    guard answer.value == 0 else {
      throw MachineError(
        .refused,
        "Port \(port) inside the machine: " + String(cString: strerror(-answer.value)) + ".")
    }
    guard let descriptor = answer.descriptor else {
      hangUp()
      throw MachineError(.protocolBroken, "The machine's agent gave no connection.")
    }
    return descriptor
  }
}

extension AgentConnection {
  /// Listens on a port of the machine's loopback, 0 for any; the caller owns the descriptor.
  func listen(onPort port: Int) async throws -> (descriptor: Int32, port: Int) {
    guard let number = UInt16(exactly: port) else {
      throw MachineError(.refused, "\(port) is no TCP port.")
    }
    return try await listen(.listen(port: number), "port \(port)")
  }

  /// Listens on a Unix socket inside the machine; the caller owns the descriptor.
  func listen(atPath path: String) async throws -> Int32 {
    try await listen(.listenAt(path: path), path).descriptor
  }

  private func listen(
    _ request: AgentRequest, _ place: String
  ) async throws -> (descriptor: Int32, port: Int) {
    let answer = try await ask(request, id: newID())
    guard answer.value >= 0 else {
      throw MachineError(
        .refused,
        "Nothing can listen on \(place) inside the machine: "
          + String(cString: strerror(-answer.value)) + ".")
    }
    guard let descriptor = answer.descriptor else {
      hangUp()
      throw MachineError(.protocolBroken, "The machine's agent gave no listening socket.")
    }
    return (descriptor, Int(answer.value))
  }
}

extension MachineCommand.Connection {
  fileprivate var isTerminal: Bool {
    switch self {
    case .terminal: true
    case .descriptors: false
    }
  }
}
