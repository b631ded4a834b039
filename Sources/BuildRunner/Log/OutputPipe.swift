import Foundation
import Synchronization

/// A pipe into which a step writes and whose other end becomes chunks of the log.
///
/// Reads on a thread of its own. A chunk is written when there is 16 KiB of text, or 50 ms
/// after its first byte.
final class OutputPipe: Sendable {
  private static let longestWait: Duration = .milliseconds(50)

  private struct State {
    var isDone = false
    /// When the reader gives up waiting for the end of the output.
    var end: ContinuousClock.Instant?
    var lastOutput: ContinuousClock.Instant
    var first: Int?
    var last: Int?
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  /// For the step; close it once the step has it.
  let writing: Int32
  private let reading: Int32
  /// Both ends of a pipe that wakes the reader.
  private let waking: (reading: Int32, writing: Int32)
  private let log: any BuildLog
  private let hiding: Hiding?
  private let state = Mutex(State(lastOutput: .now))

  /// What is taken out of the output on its way.
  struct Hiding: Sendable {
    var redaction: Redaction
    /// Told whenever there is output, before any of it is let through.
    var notes: SensitiveNotes
  }

  /// - Parameter hiding: nil for output that comes to the log by way of somebody who hides.
  init(log: any BuildLog, hiding: Hiding?) throws {
    self.log = log
    self.hiding = hiding
    (reading, writing) = try Self.makePipe()
    do {
      waking = try Self.makePipe()
    } catch {
      close(reading)
      close(writing)
      throw error
    }
    _ = fcntl(reading, F_SETFL, O_NONBLOCK)
    let thread = Thread { [self] in follow() }
    thread.name = "airlock.step.output"
    thread.stackSize = 512 << 10
    thread.start()
  }

  deinit {
    for end in [reading, waking.reading, waking.writing] { close(end) }
  }

  /// When the step last said something, or the pipe was made.
  var lastOutput: ContinuousClock.Instant { state.withLock { $0.lastOutput } }

  /// The positions of the first and last chunk so far.
  var chunks: (first: Int?, last: Int?) { state.withLock { ($0.first, $0.last) } }

  /// Waits for the rest of the output, at most that long: what a step leaves running in the
  /// background may hold the pipe for ever.
  func finish(within patience: Duration) async {
    state.withLock { $0.end = .now.advanced(by: patience) }
    var byte: UInt8 = 0
    _ = write(waking.writing, &byte, 1)
    await withCheckedContinuation { continuation in
      let isDone = state.withLock { state in
        if !state.isDone { state.waiters.append(continuation) }
        return state.isDone
      }
      if isDone { continuation.resume() }
    }
  }

  private static func makePipe() throws -> (Int32, Int32) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else {
      throw RunError("cannot make a pipe for a step: \(String(cString: strerror(errno)))")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  /// Lives as long as there may be more output.
  private func follow() {
    var cutter = OutputCutter()
    var stream = hiding.map { RedactionStream($0.redaction) }
    var flush: ContinuousClock.Instant?
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while let now = waitForOutput(until: flush) {
      let count = read(reading, &buffer, buffer.count)
      if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) { break }
      if count > 0 {
        state.withLock { $0.lastOutput = now }
        cutter.append(visible(Array(buffer[..<count]), &stream))
        for chunk in cutter.fullChunks() { keep(chunk) }
      }
      if let due = flush, due <= now {
        if let chunk = cutter.readyChunk() { keep(chunk) }
        flush = nil
      }
      if flush == nil, !cutter.isEmpty { flush = now.advanced(by: Self.longestWait) }
    }
    if let held = stream?.rest(), hiding?.redaction.isOverfull == false { cutter.append(held) }
    if let rest = cutter.rest() { keep(rest) }
    let waiters = state.withLock { state in
      state.isDone = true
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  private func visible(_ piece: [UInt8], _ stream: inout RedactionStream?) -> [UInt8] {
    guard let hiding else { return piece }
    hiding.notes.look()
    guard !hiding.redaction.isOverfull else { return [] }
    return stream?.pass(piece) ?? piece
  }

  /// Waits for output or for an instant.
  ///
  /// - Returns: the time; nil when no more is waited for.
  private func waitForOutput(until flush: ContinuousClock.Instant?) -> ContinuousClock.Instant? {
    let end = state.withLock { $0.end }
    let timeout = [flush, end].compactMap { $0 }.min().map { instant in
      let (seconds, attoseconds) = ContinuousClock.now.duration(to: instant).components
      return Int32(clamping: max(0, seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1))
    }
    var waits = [
      pollfd(fd: reading, events: Int16(POLLIN), revents: 0),
      pollfd(fd: waking.reading, events: Int16(POLLIN), revents: 0),
    ]
    // Once told about its end, it need not be woken any more.
    _ = poll(&waits, end == nil ? 2 : 1, timeout ?? -1)
    let now = ContinuousClock.now
    if let end, end <= now { return nil }
    return now
  }

  private func keep(_ chunk: [UInt8]) {
    guard let position = log.write(chunk) else { return }
    state.withLock { state in
      state.first = state.first ?? position
      state.last = position
    }
  }
}
