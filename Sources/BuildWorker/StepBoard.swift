import BuildModel
import BuildRunner
import BuildSpool
import Synchronization

/// How the steps of the build stand, for whoever looks in between.
final class StepBoard: Sendable {
  private let all = Mutex<[Step]>([])
  private let commands = Mutex<[Int: [String]]>([:])

  var steps: [Step] { all.withLock { $0 } }

  func plan(_ steps: [Step]) { all.withLock { $0 = steps } }

  /// Notes what each script step runs, as it stands in the configuration.
  ///
  /// - Parameter hide: takes out what must not be shown.
  func note(commandsOf plan: WorkflowPlan, hiding hide: (String) -> String) {
    let scripts = plan.steps.compactMap { planned -> (Int, [String])? in
      guard case .script(let script) = planned.step.work else { return nil }
      let lines = script.content.split(whereSeparator: \.isNewline).map(String.init)
      return (planned.index, lines.map(hide))
    }
    commands.withLock { $0 = Dictionary(scripts) { $1 } }
  }

  /// The lines that a step runs; none where they are not known.
  func command(of step: Step) -> [String] { commands.withLock { $0[step.index] ?? [] } }

  func change(_ step: Step) {
    all.withLock { steps in
      guard let place = steps.firstIndex(where: { $0.index == step.index }) else { return }
      steps[place] = step
    }
  }
}

/// The end of a step's log.
struct LogTail {
  private let reader: LogReader

  init(_ spool: SpoolFolder) { reader = LogReader(spool) }

  /// The last lines that hold something, at most so many.
  func lines(_ count: Int, of step: Step) -> [String] {
    guard let first = step.firstChunk, let last = step.lastChunk, last > first else { return [] }
    // The first chunk is the box above the output. A few chunks hold more lines than are shown.
    let start = max(first, last - count)
    guard let chunks = try? reader.chunks(after: start, limit: last - start) else { return [] }
    let lines = chunks.map(\.text).joined().split(whereSeparator: \.isNewline)
    return lines.filter { !$0.allSatisfy(\.isWhitespace) }.suffix(count).map(String.init)
  }
}
