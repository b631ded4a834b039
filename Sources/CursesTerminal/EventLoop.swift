import CNCurses
import TerminalSurface

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Waits on the main thread for keys, signals, messages and time.
///
/// `main` must be synchronous: on Linux an asynchronous one leaves the main thread at its first
/// `await`. While this loop runs nobody serves the main actor's queue, so tasks post to a
/// ``Mailbox`` instead of awaiting the main actor.
@MainActor
package final class EventLoop {
  /// How long after an escape byte the rest of a sequence may come.
  private let escapeDelay: Duration
  /// A paste that stops for this long has lost its end.
  private static let pasteDelay = Duration.seconds(1)

  private let input: Int32
  private let clock = ContinuousClock()
  private var decoder = InputDecoder()
  private var buffer = [UInt8](repeating: 0, count: 4096)
  private var lastRead: ContinuousClock.Instant

  /// Takes over the signals that concern a terminal, so make it before the `CursesTerminal`.
  ///
  /// `escapeDelay` is in milliseconds, as in the variable `ESCDELAY`.
  package init(input: Int32 = STDIN_FILENO, escapeDelay: Int? = nil) throws(TerminalError) {
    guard cncurses_loop_open() else {
      throw TerminalError(
        .noLoop, "cannot make a pipe to wait on: \(String(cString: strerror(errno)))")
    }
    self.input = input
    self.escapeDelay = .milliseconds(escapeDelay.map { max(1, min($0, 2_000)) } ?? 25)
    lastRead = clock.now
  }

  /// Waits until something has happened or the deadline has come; without one, for ever.
  package func next(deadline: ContinuousClock.Instant? = nil) -> LoopEvent {
    while true {
      var event = LoopEvent()
      let ready = wait(until: [deadline, inputDeadline].compactMap { $0 }.min())
      event.isWoken = ready & Int32(CNCURSES_WOKEN) != 0
      event.isTerminalGone = ready & Int32(CNCURSES_BROKEN) != 0
      event.signals = Self.takeSignals()
      if ready & Int32(CNCURSES_READABLE) != 0 { read(into: &event) }
      if let due = inputDeadline, due <= clock.now { event.inputs += decoder.flush() }
      let isDue = deadline.map { $0 <= clock.now } ?? false
      if isDue || event != LoopEvent() { return event }
    }
  }

  /// Forgets keys that were pressed but not handed out, after another program had the terminal.
  package func discardInput() {
    cncurses_discard_input(input)
    decoder = InputDecoder()
  }

  /// When what has been read so far must be decided on.
  private var inputDeadline: ContinuousClock.Instant? {
    if decoder.isPending { return lastRead + escapeDelay }
    return decoder.isPasting ? lastRead + Self.pasteDelay : nil
  }

  private func wait(until deadline: ContinuousClock.Instant?) -> Int32 {
    guard let deadline else { return cncurses_wait(input, -1) }
    let left = (deadline - clock.now) / .milliseconds(1)
    // Rounded up, or the last part of a millisecond would be spent in circles.
    return cncurses_wait(input, Int32(max(0, min(left.rounded(.up), 3_600_000))))
  }

  private func read(into event: inout LoopEvent) {
    let count = buffer.withUnsafeMutableBytes { systemRead(input, $0) }
    switch count {
    case 1...:
      lastRead = clock.now
      event.inputs += decoder.feed(buffer[..<count])
    case 0: event.isTerminalGone = true
    default: event.isTerminalGone = errno != EINTR && errno != EAGAIN
    }
  }

  private static func takeSignals() -> [LoopEvent.Signal] {
    let bits = cncurses_take_signals()
    guard bits != 0 else { return [] }
    func isSet(_ number: Int32) -> Bool { bits & (1 << UInt64(number)) != 0 }
    var signals: [LoopEvent.Signal] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT]
      .filter(isSet).map { .terminate($0) }
    if isSet(SIGWINCH) { signals.append(.resize) }
    if isSet(SIGTSTP) { signals.append(.suspend) }
    if isSet(SIGCONT) { signals.append(.proceed) }
    return signals
  }
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, buffer.baseAddress, buffer.count)
}
