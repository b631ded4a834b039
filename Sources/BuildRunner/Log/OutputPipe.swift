import Dispatch
import Foundation
import Synchronization

/// A pipe into which a step writes and whose other end becomes chunks of the log.
///
/// Reads on a queue of its own. A chunk is written when there is 16 KiB of text, or 50 ms
/// after its first byte.
final class OutputPipe: Sendable {
  private struct State {
    var cutter = OutputCutter()
    var isFlushDue = false
    var isDone = false
    var lastOutput: ContinuousClock.Instant
    var first: Int?
    var last: Int?
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  /// For the step; close it once the step has it.
  let writing: Int32
  private let reading: Int32
  private let log: any BuildLog
  private let queue = DispatchQueue(label: "airlock.step.output", qos: .userInitiated)
  // A dispatch source may be used from any thread; Dispatch on Linux does not say so.
  nonisolated(unsafe) private let source: any DispatchSourceRead
  private let state: Mutex<State>

  init(log: any BuildLog) throws {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else {
      throw RunError("cannot make a pipe for a step: \(String(cString: strerror(errno)))")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    (reading, writing) = (ends[0], ends[1])
    self.log = log
    state = Mutex(State(lastOutput: .now))
    source = DispatchSource.makeReadSource(fileDescriptor: ends[0], queue: queue)
    source.setEventHandler { [weak self] in self?.read() }
    source.setCancelHandler { [reading] in close(reading) }
    source.activate()
  }

  /// When the step last said something, or the pipe was made.
  var lastOutput: ContinuousClock.Instant { state.withLock { $0.lastOutput } }

  /// The positions of the first and last chunk so far.
  var chunks: (first: Int?, last: Int?) { state.withLock { ($0.first, $0.last) } }

  /// Waits for the rest of the output, at most that long: what a step leaves running in the
  /// background may hold the pipe for ever.
  func finish(within patience: Duration) async {
    let parts = patience.components
    let seconds = Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    queue.asyncAfter(deadline: .now() + seconds) { [weak self] in self?.end() }
    await withCheckedContinuation { continuation in
      let isDone = state.withLock { state in
        if !state.isDone { state.waiters.append(continuation) }
        return state.isDone
      }
      if isDone { continuation.resume() }
    }
  }

  private func read() {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let count = Foundation.read(reading, &buffer, buffer.count)
    guard count > 0 else {
      if count == 0 || (errno != EAGAIN && errno != EINTR) { end() }
      return
    }
    let (chunks, mustSchedule) = state.withLock { state -> ([[UInt8]], Bool) in
      guard !state.isDone else { return ([], false) }
      state.lastOutput = .now
      state.cutter.append(buffer[..<count])
      let chunks = state.cutter.fullChunks()
      let mustSchedule = !state.isFlushDue && !state.cutter.isEmpty
      if mustSchedule { state.isFlushDue = true }
      return (chunks, mustSchedule)
    }
    write(chunks)
    if mustSchedule { scheduleFlush() }
  }

  private func scheduleFlush() {
    queue.asyncAfter(deadline: .now() + .milliseconds(50)) { [weak self] in self?.flush() }
  }

  private func flush() {
    let (chunk, isMoreDue) = state.withLock { state -> ([UInt8]?, Bool) in
      let chunk = state.cutter.readyChunk()
      state.isFlushDue = chunk != nil && !state.cutter.isEmpty
      return (chunk, state.isFlushDue)
    }
    write(chunk.map { [$0] } ?? [])
    if isMoreDue { scheduleFlush() }
  }

  private func write(_ chunks: [[UInt8]]) {
    for chunk in chunks {
      guard let position = log.write(chunk) else { continue }
      state.withLock { state in
        state.first = state.first ?? position
        state.last = position
      }
    }
  }

  private func end() {
    let rest = state.withLock { state -> [UInt8]? in
      guard !state.isDone else { return nil }
      return state.cutter.rest()
    }
    write(rest.map { [$0] } ?? [])
    let waiters = state.withLock { state in
      state.isDone = true
      defer { state.waiters = [] }
      return state.waiters
    }
    source.cancel()
    for waiter in waiters { waiter.resume() }
  }
}
