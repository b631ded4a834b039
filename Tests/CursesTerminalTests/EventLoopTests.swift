import CursesTerminal
import Foundation
import TerminalSurface
import Testing

@MainActor
@Suite(.serialized)
struct EventLoopTests {
  private let pipe = Pipe()

  private func makeLoop(escapeDelay: Int? = nil) throws -> EventLoop {
    let loop = try EventLoop(
      input: pipe.fileHandleForReading.fileDescriptor, escapeDelay: escapeDelay)
    restoreSignals()
    return loop
  }

  private func type(_ text: String) throws {
    try pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
  }

  /// The inputs of as many events as it takes.
  private func inputs(_ loop: EventLoop, count: Int) -> [Input] {
    let deadline = ContinuousClock.now + .seconds(5)
    var inputs: [Input] = []
    while inputs.count < count, ContinuousClock.now < deadline {
      inputs += loop.next(deadline: deadline).inputs
    }
    return inputs
  }

  @Test func `keys are heard in their order`() throws {
    let loop = try makeLoop()
    try type("a\u{1B}[B")
    #expect(inputs(loop, count: 2) == [.key(.character("a")), .key(Key(.down))])
  }

  @Test func `a lone escape is heard after a short silence`() throws {
    let loop = try makeLoop(escapeDelay: 5)
    try type("\u{1B}")
    #expect(inputs(loop, count: 1) == [.key(Key(.escape))])
  }

  @Test func `a sequence cut in two is one key`() throws {
    let loop = try makeLoop(escapeDelay: 2_000)
    try type("\u{1B}[")
    #expect(loop.next(deadline: .now + .milliseconds(20)).inputs == [])
    try type("A")
    #expect(inputs(loop, count: 1) == [.key(Key(.up))])
  }

  @Test func `it comes back at the deadline`() throws {
    let loop = try makeLoop()
    _ = loop.next(deadline: .now)
    let start = ContinuousClock.now
    let event = loop.next(deadline: start + .milliseconds(30))
    #expect(event.inputs.isEmpty && event.signals.isEmpty && !event.isTerminalGone)
    #expect(ContinuousClock.now - start < .seconds(3))
  }

  @Test func `a message from another thread wakes it`() throws {
    let loop = try makeLoop()
    let mailbox = Mailbox<Int>()
    Thread.detachNewThread {
      for number in 1...3 { mailbox.post(number) }
    }
    let deadline = ContinuousClock.now + .seconds(5)
    var messages: [Int] = []
    while messages.count < 3, ContinuousClock.now < deadline {
      #expect(loop.next(deadline: deadline).isWoken)
      messages += mailbox.take()
    }
    #expect(messages == [1, 2, 3])
  }

  @Test func `signals are told`() throws {
    let loop = try EventLoop(input: pipe.fileHandleForReading.fileDescriptor)
    defer { restoreSignals() }
    let deadline = ContinuousClock.now + .seconds(5)
    let expected: Set<LoopEvent.Signal> = [.terminate(SIGTERM), .resize, .suspend]
    for number in [SIGWINCH, SIGTERM, SIGTSTP] { kill(getpid(), number) }
    var signals: Set<LoopEvent.Signal> = []
    while !signals.isSuperset(of: expected), ContinuousClock.now < deadline {
      signals.formUnion(loop.next(deadline: deadline).signals)
    }
    #expect(signals == expected)
  }

  @Test func `the end of the input is told`() throws {
    let loop = try makeLoop()
    try pipe.fileHandleForWriting.close()
    var event = loop.next(deadline: .now + .seconds(5))
    if !event.isTerminalGone { event = loop.next(deadline: .now + .seconds(5)) }
    #expect(event.isTerminalGone)
  }
}
