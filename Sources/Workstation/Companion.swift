import Foundation
import Synchronization

/// A program that runs beside us, and ends when we do, however that comes about.
///
/// Its standard input is a pipe whose other end only we hold: a program that watches it is told of
/// our end even where we are killed.
package final class Companion: Sendable {
  private struct State {
    var input: Int32
    var isOver = false
    /// Its number may be another's by now.
    var isReaped = false
  }

  private let process: pid_t
  private let output: Int32
  private let state: Mutex<State>

  /// Starts a program.
  ///
  /// - Throws: `ConnectError` where it cannot be started.
  package init(_ program: String, _ arguments: [String], environment: [String: String]) throws {
    var input: [Int32] = [-1, -1]
    var output: [Int32] = [-1, -1]
    guard pipe(&input) == 0, pipe(&output) == 0 else {
      throw ConnectError("\(program) cannot be started: \(String(cString: strerror(errno))).")
    }
    for end in input + output { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let started = ProgramRun.spawn(
      program, arguments, environment, input: input[0], output: output[1], errors: output[1])
    close(input[0])
    close(output[1])
    self.output = output[0]
    state = Mutex(State(input: input[1]))
    process = started ?? -1
    guard started != nil else {
      state.withLock { $0.isOver = true }
      close(input[1])
      throw ConnectError("\(program) cannot be started.")
    }
  }

  deinit {
    end()
    close(output)
  }

  /// Tells it to end: its input ends.
  package func end() {
    state.withLock { state in
      guard !state.isOver else { return }
      state.isOver = true
      close(state.input)
    }
  }

  /// Ends it at once, whether it looks at its input or not.
  package func terminate() {
    end()
    state.withLock { if !$0.isReaped { _ = kill(process, SIGTERM) } }
  }

  /// Hands over what it writes, to its output and its errors alike, line by line, until it ends;
  /// call it once, on a thread that may wait.
  ///
  /// - Returns: its exit status, 128 + the signal's number where one ended it.
  package func run(_ line: (String) -> Void) -> Int32 {
    var rest: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(output, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      rest += buffer[..<count]
      // A line without an end is none.
      if rest.count > 1 << 16 { rest.removeAll() }
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        line(String(decoding: rest[..<end], as: UTF8.self))
        rest.removeSubrange(...end)
      }
    }
    if !rest.isEmpty { line(String(decoding: rest, as: UTF8.self)) }
    var facts = siginfo_t()
    while waitid(P_PID, id_t(process), &facts, WEXITED | WNOWAIT) < 0, errno == EINTR {}
    let status = state.withLock { state in
      state.isReaped = true
      var status: Int32 = 0
      while waitpid(process, &status, 0) < 0, errno == EINTR {}
      return status
    }
    return ProgramRun.exitStatus(status)
  }
}
