import BuildModel
import Foundation
import Synchronization

/// Stops the build of a worker, once, and remembers why.
final class StopSwitch: Sendable {
  enum Cause: Sendable, Equatable {
    case aborted(reason: String?, withSuccess: Bool)
    case timeLimit(TimeInterval)
    case machineDied
    /// The machine has used more than its stack allows; a sentence.
    case overLimit(String)
    /// The spool cannot be written any more.
    case spoolBroken(String)
  }

  private struct State {
    var cause: Cause?
    var cancel: (@Sendable () -> Void)?
    var isOver = false
    var isTerminated = false
    var onTermination: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// Why the build was stopped; nil where it was not.
  var cause: Cause? { state.withLock { $0.cause } }

  /// Whether the machine is as the build left it.
  var leavesMachine: Bool {
    switch cause {
    case nil, .overLimit: true
    case .aborted, .timeLimit, .machineDied, .spoolBroken: false
    }
  }

  /// - Returns: whether there was a build to stop.
  @discardableResult
  func stop(_ cause: Cause) -> Bool {
    let (isFirst, cancel) = state.withLock { state -> (Bool, (@Sendable () -> Void)?) in
      guard state.cause == nil, !state.isOver else { return (false, nil) }
      state.cause = cause
      return (true, state.cancel)
    }
    cancel?()
    return isFirst
  }

  /// Stops the build, and has whatever is open after it closed as well.
  func terminate() {
    stop(.aborted(reason: "The worker was told to end.", withSuccess: false))
    let act = state.withLock { state in
      state.isTerminated = true
      return state.onTermination
    }
    act?()
  }

  /// Has `act` called at the termination, at once where that has come already.
  func onTermination(_ act: @escaping @Sendable () -> Void) {
    let isLate = state.withLock { state in
      state.onTermination = act
      return state.isTerminated
    }
    if isLate { act() }
  }

  /// Runs work that `stop` cancels, also where it was called before.
  func run<Result: Sendable>(_ work: @escaping @Sendable () async -> Result) async -> Result {
    let task = Task { await work() }
    let isStopped = state.withLock { state in
      state.cancel = { task.cancel() }
      return state.cause != nil
    }
    if isStopped { task.cancel() }
    let result = await task.value
    state.withLock { $0.isOver = true }
    return result
  }
}
