import Dispatch
import Foundation
import Synchronization

/// The conversation with one machine's agent: asks, matches answers, passes endings on.
final class AgentConnection: Sendable {
  /// A descriptor that came with an answer is the asker's from then on.
  typealias Answer = (value: Int32, descriptor: Int32?)

  private struct State {
    var lastID: UInt32 = 0
    var askers: [UInt32: CheckedContinuation<Answer, any Error>] = [:]
    var processes: [UInt32: Later<ProcessEnding>] = [:]
    /// Set once nothing can be asked any more.
    var isOver = false
  }

  let socket: Int32
  private let state = Mutex(State())
  /// Sending waits where the agent is slow to read, so it happens on no shared thread.
  private let sending = DispatchQueue(label: "airlock.agent.sending")

  /// Takes the socket over.
  init(socket: Int32) {
    self.socket = socket
  }

  deinit {
    close(socket)
  }

  func newID() -> UInt32 {
    state.withLock {
      $0.lastID += 1
      return $0.lastID
    }
  }

  /// Has to be there before the process is started: its end may follow at once.
  func expectEnding(of id: UInt32) -> Later<ProcessEnding> {
    let ending = Later<ProcessEnding>()
    let isOver = state.withLock {
      if !$0.isOver { $0.processes[id] = ending }
      return $0.isOver
    }
    if isOver { ending.settle(.signalled(SIGKILL)) }
    return ending
  }

  func forgetEnding(of id: UInt32) {
    state.withLock { $0.processes[id] = nil }
  }

  /// Sends a request and waits for its answer.
  func ask(_ request: AgentRequest, id: UInt32) async throws -> Answer {
    guard let body = request.encoded(id: id) else {
      throw MachineError(
        .notStarted, "The command and its environment are too long, or hold a zero byte.")
    }
    let descriptors = request.descriptors
    return try await withCheckedThrowingContinuation { asker in
      let isOver = state.withLock {
        if !$0.isOver { $0.askers[id] = asker }
        return $0.isOver
      }
      guard !isOver else { return asker.resume(throwing: MachineError.machineGone) }
      // A failure to send needs no word of its own: the reader hears of the end as well.
      sending.async { [self] in _ = AgentSocket.send(body, descriptors: descriptors, to: socket) }
    }
  }

  /// Sends a request that has no answer.
  func tell(_ request: AgentRequest, id: UInt32) {
    guard let body = request.encoded(id: id) else { return }
    sending.async { [self] in _ = AgentSocket.send(body, descriptors: [], to: socket) }
  }

  /// Ends the conversation, and with it the agent; `readUntilOver` returns.
  func hangUp() {
    shutdown(socket, Int32(SHUT_RDWR))
  }

  /// Takes in what the agent tells until it is gone; needs a thread of its own.
  func readUntilOver() {
    while let received = AgentSocket.receive(from: socket) {
      guard take(received) else { break }
    }
    hangUp()
  }

  /// Tells everybody who still waits that the machine took their process with it.
  func finish() {
    let (askers, processes) = state.withLock { state in
      defer {
        state.askers = [:]
        state.processes = [:]
      }
      state.isOver = true
      return (state.askers, state.processes)
    }
    for asker in askers.values { asker.resume(throwing: MachineError.machineGone) }
    for ending in processes.values { ending.settle(.signalled(SIGKILL)) }
  }

  /// False where the message makes no sense here.
  private func take(_ received: AgentSocket.Received) -> Bool {
    switch received.message {
    case .result(let id, let value):
      let asker = state.withLock { $0.askers.removeValue(forKey: id) }
      guard let asker, received.descriptors.count <= 1 else { break }
      asker.resume(returning: (value, received.descriptors.first))
      return true
    case .ended(let id, let ending):
      guard received.descriptors.isEmpty else { break }
      state.withLock { $0.processes.removeValue(forKey: id) }?.settle(ending)
      return true
    case .ready:
      break
    }
    for descriptor in received.descriptors { close(descriptor) }
    return false
  }
}

extension MachineError {
  static var machineGone: MachineError { MachineError(.gone, "The machine has ended.") }
}
