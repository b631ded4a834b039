import BuildModel
import Foundation

/// The steps of a run that Bitrise's command carries out, as its events tell them.
struct BitriseBoard {
  private(set) var steps: [Step]
  private var indices: [String: Int] = [:]

  /// How the command ended.
  struct Ending: Equatable {
    var exitCode: Int?
    var isStopped: Bool
  }

  init(_ steps: [Step]) { self.steps = steps }

  /// Takes the command's own plan.
  ///
  /// - Returns: whether it has other steps than were known.
  mutating func plan(_ planned: [BitriseMessage.PlannedStep]) -> Bool {
    indices = Dictionary(
      planned.enumerated().map { ($0.element.uuid, $0.offset) }
    ) { first, _ in first }
    guard planned.count != steps.count else { return false }
    steps = planned.enumerated().map { index, step in
      let id = StepReference(step.stepID).id
      return Step(index: index, stepID: id, title: id)
    }
    return true
  }

  mutating func begin(
    _ start: BitriseMessage.StepStart, at time: Date, hiding redaction: Redaction
  ) -> Step {
    var step = steps[place(of: start.uuid)]
    if let title = start.title, !title.isEmpty { step.title = redaction.apply(to: title) }
    if let id = start.id, !id.isEmpty { step.stepID = id }
    step.status = .running
    step.startedAt = time
    steps[step.index] = step
    return step
  }

  /// Nil for a step of which nobody has heard.
  func end(_ end: BitriseMessage.StepEnd, at time: Date) -> Step? {
    guard let index = indices[end.uuid] else { return nil }
    var step = steps[index]
    // A status of a newer command than we know has failed unless it says otherwise.
    step.status = StepStatus(rawValue: end.status) ?? .failed
    step.finishedAt =
      step.startedAt.flatMap { start in
        end.milliseconds.map { start + Double($0) / 1000 }
      } ?? time
    step.exitCode = end.errors?.compactMap(\.code).first ?? (step.status == .success ? 0 : nil)
    if step.status == .skipped || step.status == .skippedWithRunIf {
      (step.startedAt, step.finishedAt, step.exitCode) = (nil, nil, nil)
    }
    return step
  }

  mutating func put(_ step: Step) { steps[step.index] = step }

  /// Gives every step an end, once the command has ended.
  ///
  /// - Returns: the steps that had none.
  mutating func settle(_ ending: Ending, at time: Date) -> [Step] {
    var settled: [Step] = []
    for index in steps.indices where !steps[index].status.isFinished {
      if steps[index].status == .running {
        steps[index].status = ending.statusOfRunningStep
        steps[index].finishedAt = time
      } else {
        steps[index].status = .skipped
      }
      settled.append(steps[index])
    }
    return settled
  }

  /// A step that the command's plan did not tell comes in its turn.
  private mutating func place(of uuid: String) -> Int {
    if let known = indices[uuid] { return known }
    let taken = Set(indices.values)
    let index = steps.indices.first { !taken.contains($0) && steps[$0].status == .pending }
    guard let index else {
      steps.append(Step(index: steps.count, stepID: "", title: ""))
      indices[uuid] = steps.count - 1
      return steps.count - 1
    }
    indices[uuid] = index
    return index
  }
}

extension BitriseBoard.Ending {
  /// Bitrise's command ends with a code of its own for each kind of time-out.
  var statusOfRunningStep: StepStatus {
    if isStopped { return .aborted }
    return switch exitCode {
    case 91: .abortedWithTimeout
    case 92: .abortedWithNoOutput
    default: .failed
    }
  }
}
