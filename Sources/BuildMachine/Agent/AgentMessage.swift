import CAgentWire

/// What a worker asks of the agent; the encoding is told in `agent_wire.h`.
enum AgentRequest {
  case spawn(MachineCommand)
  case connect(port: UInt16)
  case signal(Int32)
  /// On a port of the machine's loopback, 0 for any.
  case listen(port: UInt16)
  /// On a Unix socket inside the machine.
  case listenAt(path: String)

  /// The body of the message, or nil where the command is too long for one.
  func encoded(id: UInt32) -> [UInt8]? {
    var body = AgentBody()
    switch self {
    case .spawn(let command):
      body.append(UInt8(AGENT_OPERATION_SPAWN))
      body.append(id)
      guard body.append(command) else { return nil }
    case .connect(let port):
      body.append(UInt8(AGENT_OPERATION_CONNECT))
      body.append(id)
      body.append(port)
    case .listen(let port):
      body.append(UInt8(AGENT_OPERATION_LISTEN))
      body.append(id)
      body.append(port)
      guard body.append("") else { return nil }
    case .listenAt(let path):
      body.append(UInt8(AGENT_OPERATION_LISTEN))
      body.append(id)
      body.append(UInt16(0))
      // An empty path would mean a port.
      guard !path.isEmpty, body.append(path) else { return nil }
    case .signal(let number):
      body.append(UInt8(AGENT_OPERATION_SIGNAL))
      body.append(id)
      body.append(number)
    }
    return body.bytes.count <= Int(AGENT_MESSAGE_LIMIT) ? body.bytes : nil
  }

  /// The descriptors that travel with the message.
  var descriptors: [Int32] {
    guard case .spawn(let command) = self,
      case .descriptors(let input, let output, let error) = command.connection
    else { return [] }
    return [input, output, error]
  }
}

/// What the agent tells; it lives beside the build, so nothing in it is taken on trust.
enum AgentMessage: Equatable {
  case ready(version: Int32)
  case result(id: UInt32, value: Int32)
  case ended(id: UInt32, ProcessEnding)

  /// Nil where the bytes are no message that an agent sends.
  init?(_ body: [UInt8]) {
    guard body.count == Int(AGENT_HEADER_SIZE) + 4 else { return nil }
    let (id, value) = body.withUnsafeBytes {
      (
        $0.loadUnaligned(fromByteOffset: 1, as: UInt32.self),
        $0.loadUnaligned(fromByteOffset: Int(AGENT_HEADER_SIZE), as: Int32.self)
      )
    }
    switch Int(body[0]) {
    case Int(AGENT_OPERATION_READY): self = .ready(version: value)
    case Int(AGENT_OPERATION_RESULT): self = .result(id: id, value: value)
    case Int(AGENT_OPERATION_ENDED): self = .ended(id: id, ProcessEnding(waitStatus: value))
    default: return nil
    }
  }
}

extension ProcessEnding {
  /// Reads a status as `wait` gives it.
  init(waitStatus: Int32) {
    let signal = waitStatus & 0x7f
    self = signal == 0 ? .exited((waitStatus >> 8) & 0xff) : .signalled(signal)
  }
}

/// The fields of a message, in the byte order of this computer.
private struct AgentBody {
  var bytes: [UInt8] = []

  mutating func append(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
  }

  /// False where a text holds a zero byte, which would end it early.
  mutating func append(_ text: String) -> Bool {
    guard !text.utf8.contains(0) else { return false }
    bytes.append(contentsOf: text.utf8)
    bytes.append(0)
    return true
  }

  mutating func append(_ command: MachineCommand) -> Bool {
    let texts = command.arguments.count + command.environment.count
    guard !command.arguments.isEmpty, texts <= Int(AGENT_TEXT_COUNT_LIMIT) else { return false }
    switch command.connection {
    case .terminal(let rows, let columns):
      append(UInt8(AGENT_SPAWN_TERMINAL))
      append(UInt16(clamping: rows))
      append(UInt16(clamping: columns))
    case .descriptors:
      append(UInt8(0))
      append(UInt16(0))
      append(UInt16(0))
    }
    append(UInt16(command.arguments.count))
    append(UInt16(command.environment.count))
    var isWhole = append(command.folder) && append(command.executable)
    for argument in command.arguments { isWhole = append(argument) && isWhole }
    for (name, value) in command.environment { isWhole = append("\(name)=\(value)") && isWhole }
    return isWhole
  }
}
