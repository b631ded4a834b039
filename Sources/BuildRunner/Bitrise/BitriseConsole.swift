import BuildModel
import Foundation
import Synchronization

/// Turns what Bitrise's command says into our log and our steps.
///
/// It stands where the log of a step's output would stand: lines come in, and go on as the
/// console shows them. A line that is no message of the command goes on as it is.
final class BitriseConsole: BuildLog {
  /// A line without end is shown in pieces of this size.
  private static let longestLine = 1 << 20

  private struct State {
    var line: [UInt8] = []
    var stream: RedactionStream
    /// What may be shown and is not written yet: many lines make one chunk.
    var shown: [UInt8] = []
    var board: BitriseBoard
    /// The position of the last chunk that was written.
    var last: Int?
  }

  private let context: RunContext
  private let state: Mutex<State>

  init(_ context: RunContext) {
    self.context = context
    state = Mutex(
      State(
        stream: RedactionStream(context.redaction),
        board: BitriseBoard(context.plan.steps.map(\.report))))
  }

  func write(_ bytes: [UInt8]) -> Int? {
    state.withLock { state in
      var rest = bytes[...]
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        take(state.line + rest[...end], &state)
        state.line = []
        rest = rest[(end + 1)...]
      }
      state.line += rest
      if state.line.count > Self.longestLine {
        show(state.line, &state)
        state.line = []
      }
      keepShown(&state)
      return state.last
    }
  }

  /// Takes what came last without a line end, and settles how each step went.
  ///
  /// - Returns: the steps as they ended.
  func finish(_ ending: BitriseBoard.Ending) -> [Step] {
    state.withLock { state in
      if !state.line.isEmpty { take(state.line, &state) }
      flush(&state)
      for step in state.board.settle(ending, at: context.now()) {
        context.observer.stepChanged(step)
      }
      return state.board.steps
    }
  }

  private func take(_ line: [UInt8], _ state: inout State) {
    switch BitriseMessage(line) {
    case nil: show(line, &state)
    case .log(let text): show(Array(text.utf8), &state)
    case .started(let steps):
      if state.board.plan(steps) { context.observer.stepsPlanned(state.board.steps) }
    case .stepStarted(let start):
      flush(&state)
      var step = state.board.begin(start, at: context.now(), hiding: context.redaction)
      let opening = ConsoleLayout.opening(
        of: step, version: start.version ?? "", collection: start.collection ?? "",
        toolkit: start.toolkit ?? "", at: context.now())
      step.firstChunk = keep(Array(opening.utf8), context.log, &state)
      state.board.put(step)
      context.observer.stepChanged(step)
    case .stepFinished(let end): close(end, &state)
    case .other: break
    }
  }

  private func close(_ end: BitriseMessage.StepEnd, _ state: inout State) {
    flush(&state)
    guard var step = state.board.end(end, at: context.now()) else { return }
    if let remark = StepRemark(end) { _ = keep(Array(remark.text.utf8), context.log, &state) }
    if step.firstChunk != nil { step.lastChunk = state.last }
    state.board.put(step)
    _ = keep(
      Array(ConsoleLayout.closing(of: step, isLast: end.isLast ?? false).utf8), context.log,
      &state)
    context.observer.stepChanged(step)
  }

  private func show(_ text: [UInt8], _ state: inout State) {
    state.shown += state.stream.pass(text)
  }

  /// Writes all that came so far, also what may have been the beginning of a secret.
  private func flush(_ state: inout State) {
    state.shown += state.stream.rest()
    keepShown(&state)
  }

  private func keepShown(_ state: inout State) {
    _ = keep(state.shown, context.output, &state)
    state.shown = []
  }

  private func keep(_ bytes: [UInt8], _ log: any BuildLog, _ state: inout State) -> Int? {
    guard !bytes.isEmpty, let position = log.write(bytes) else { return nil }
    state.last = position
    return position
  }
}

extension StepRemark {
  /// What the command says of a step's end.
  init?(_ end: BitriseMessage.StepEnd) {
    error = (end.errors ?? []).compactMap(\.message).filter { !$0.isEmpty }.joined(separator: "\n")
    note = end.statusReason ?? ""
    if error.isEmpty && note.isEmpty { return nil }
  }
}
