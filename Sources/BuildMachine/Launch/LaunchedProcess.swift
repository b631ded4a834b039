import Dispatch
import Foundation
import Synchronization

/// A program of this computer that we started and wait for.
final class LaunchedProcess: Sendable {
  let id: pid_t
  private let end = Later<ProcessEnding>()
  private let hasEnded = DispatchSemaphore(value: 0)
  /// Whether its number is still its own; guarded, so that no other process is ever signalled.
  private let isOurs = Mutex(true)

  /// Waits for a child of ours that was started elsewhere.
  init(adopting id: pid_t) {
    self.id = id
    OwnThread.start("airlock.wait") { [self] in takeIn() }
  }

  /// Starts a program with nothing of ours but the descriptors given.
  ///
  /// - Parameters:
  ///   - arguments: with the path of the program first.
  ///   - descriptors: ours, by the number that each has in the program; none of ours may be
  ///     among those numbers.
  static func start(
    arguments: [String], environment: [String: String], descriptors: [Int32: Int32]
  ) throws -> LaunchedProcess {
    var actions = SpawnActions()
    defer { actions.destroy() }
    for (number, ours) in descriptors { actions.addDescriptor(ours, as: number) }
    for standard in Int32(0)...2 where descriptors[standard] == nil {
      actions.addNullDevice(as: standard)
    }
    let argumentTexts = CTexts(arguments)
    let environmentTexts = CTexts(environment.map { "\($0.key)=\($0.value)" })
    var id = pid_t()
    let failure = posix_spawn(
      &id, arguments[0], &actions.files, &actions.attributes, argumentTexts.pointers,
      environmentTexts.pointers)
    guard failure == 0 else {
      throw MachineError(
        .notStarted, "\(arguments[0]) cannot be started: \(String(cString: strerror(failure))).")
    }
    return LaunchedProcess(adopting: id)
  }

  func ending() async -> ProcessEnding {
    await end.value
  }

  /// Waits on the calling thread, which must be one of ours.
  ///
  /// - Returns: nil where it took too long.
  func waitForEnding(upTo limit: DispatchTimeInterval) -> ProcessEnding? {
    // Not by way of `ending`: this must work while the threads that tasks share are busy.
    guard hasEnded.wait(timeout: .now() + limit) == .success else { return nil }
    hasEnded.signal()
    return end.known
  }

  /// Does nothing once the process has ended.
  func signal(_ number: Int32) {
    isOurs.withLock { if $0 { kill(id, number) } }
  }

  /// Runs something only while the process has not been taken in.
  func whileUnended(_ body: () -> Void) {
    isOurs.withLock { if $0 { body() } }
  }

  private func takeIn() {
    var news = siginfo_t()
    // First without taking it in: up to then its number cannot become another's.
    while waitid(P_PID, id_t(id), &news, WEXITED | WNOWAIT) != 0 && errno == EINTR {}
    let status = isOurs.withLock { isOurs in
      var status: Int32 = 0
      while waitpid(id, &status, 0) < 0 && errno == EINTR {}
      isOurs = false
      return status
    }
    end.settle(ProcessEnding(waitStatus: status))
    hasEnded.signal()
  }
}
