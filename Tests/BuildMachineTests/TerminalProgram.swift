import CPseudoTerminal
import Foundation

/// A program of this computer on a terminal, as somebody who types sees it.
final class TerminalProgram: @unchecked Sendable {
  // Sendable, because it is used by one test at a time; the reads wait on threads of their own.

  let process: pid_t
  private let terminal: Int32
  private(set) var shown = ""

  struct NotShown: Error, CustomStringConvertible {
    var expected: String
    var shown: String
    var description: String { "“\(expected)” did not appear; shown was: \(shown)" }
  }

  init(
    _ executable: String, _ arguments: [String], environment: [String: String], rows: Int = 24,
    columns: Int = 80
  ) throws {
    var texts = ([executable] + arguments).map { strdup($0) }
    texts.append(nil)
    var variables = environment.map { strdup("\($0.key)=\($0.value)") }
    variables.append(nil)
    defer { for text in texts + variables { free(text) } }
    var terminal: Int32 = -1
    process = cpty_spawn(
      executable, texts, variables, nil, UInt16(rows), UInt16(columns), &terminal)
    guard process > 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    self.terminal = terminal
  }

  deinit {
    kill(process, SIGKILL)
    close(terminal)
    waitpid(process, nil, 0)
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    write(terminal, bytes, bytes.count)
  }

  func resize(rows: Int, columns: Int) {
    cpty_set_size(terminal, UInt16(rows), UInt16(columns))
  }

  /// Waits until a text is shown, at most ten seconds.
  func wait(for text: String) async throws {
    try await onThread { [self] in
      let deadline = ContinuousClock.now + .seconds(10)
      while !shown.contains(text) {
        guard ContinuousClock.now < deadline, readMore(before: deadline) else {
          throw NotShown(expected: text, shown: shown)
        }
      }
    }
  }

  /// Waits until the program has ended and gives its exit status.
  func exitStatus() async throws -> Int32 {
    try await onThread { [self] in
      let deadline = ContinuousClock.now + .seconds(10)
      while ContinuousClock.now < deadline, readMore(before: deadline) {}
      var status: Int32 = 0
      guard waitpid(process, &status, 0) == process else { return -1 }
      return status & 0x7f == 0 ? (status >> 8) & 0xff : -(status & 0x7f)
    }
  }

  private func readMore(before deadline: ContinuousClock.Instant) -> Bool {
    let left = (deadline - .now).components
    let milliseconds = Int32(left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000)
    var news = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    guard poll(&news, 1, max(0, milliseconds)) > 0 else { return false }
    var piece = [UInt8](repeating: 0, count: 4096)
    let count = read(terminal, &piece, piece.count)
    guard count > 0 else { return false }
    shown += String(decoding: piece.prefix(count), as: UTF8.self)
    return true
  }
}

/// Runs what waits on a thread of its own.
func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value
{
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
  }
}
