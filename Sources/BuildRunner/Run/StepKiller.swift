import BuildMachine
import Foundation
import Synchronization

/// Ends a step's process, first with a request and five seconds later by force.
final class StepKiller: Sendable {
  enum Cause: Sendable, Equatable {
    case buildStopped
    case timeout(seconds: Int)
    case noOutput(seconds: Int)
  }

  private struct State {
    var process: (any MachineProcess)?
    var cause: Cause?
  }

  private let state = Mutex(State())
  private let patience: TimeInterval

  init(patience: TimeInterval = 5) { self.patience = patience }

  /// Why the step was ended; nil where it was not.
  var cause: Cause? { state.withLock { $0.cause } }

  /// Takes the process; ends it at once where that was asked for before it ran.
  func watch(_ process: any MachineProcess) {
    let isAsked = state.withLock { state in
      state.process = process
      return state.cause != nil
    }
    if isAsked { end(process) }
  }

  func end(_ cause: Cause) {
    let process = state.withLock { state -> (any MachineProcess)? in
      guard state.cause == nil else { return nil }
      state.cause = cause
      return state.process
    }
    if let process { end(process) }
  }

  private func end(_ process: any MachineProcess) {
    process.signal(SIGTERM)
    // By force even when its first process has gone: others of its group may not have.
    DispatchQueue.global(qos: .userInitiated).asyncAfter(deadline: .now() + patience) {
      process.signal(SIGKILL)
    }
  }
}
