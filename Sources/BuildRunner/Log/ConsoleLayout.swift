package import BuildModel
package import Foundation

/// The 80 columns in which Bitrise's command line frames the steps of a build.
package enum ConsoleLayout {
  static let width = 80
  private static let titleWidth = 61
  private static let durationWidth = 8

  private static let rule = "+" + String(repeating: "-", count: width - 2) + "+\n"
  private static let rowRule =
    "+---+" + String(repeating: "-", count: titleWidth + 2) + "+"
    + String(repeating: "-", count: durationWidth + 2) + "+\n"
  private static let empty = "|" + String(repeating: " ", count: width - 2) + "|\n"

  /// What stands above all steps: the workflows that run, in order.
  static func beginning(of plan: WorkflowPlan) -> String {
    var names: [String] = []
    for step in plan.steps where names.last != step.workflow { names.append(step.workflow) }
    let many = names.count == 1 ? "Running workflow" : "Running workflows"
    return names.isEmpty
      ? "The workflow \(plain(plan.workflow)) has no steps.\n"
      : "\(many): \u{1b}[36;1m\(names.map(plain).joined(separator: " → "))\u{1b}[0m\n"
  }

  /// What stands above the first step of a workflow.
  static func change(to title: String) -> String {
    "\n\u{1b}[34;1mSwitching to workflow: \(plain(title))\u{1b}[0m\n\n"
  }

  /// What stands above a step's output.
  package static func opening(
    of step: Step, version: String, collection: String = "", toolkit: String = "bash",
    at time: Date
  ) -> String {
    let facts = [
      "id: \(step.stepID)", "version: \(version)", "collection: \(collection)",
      "toolkit: \(toolkit)", "time: \(time.formatted(.iso8601))",
    ]
    return rule + line("(\(step.index)) \(step.title)") + rule + facts.map(line).joined() + rule
      + empty
  }

  /// What stands below a step's output, with the arrow to the next step where there is one.
  package static func closing(of step: Step, isLast: Bool) -> String {
    let arrow = isLast ? "" : "\n" + String(repeating: " ", count: 42) + "▼\n\n"
    return empty + rowRule + row(step) + rowRule + arrow
  }

  /// The table at the end of a build.
  package static func summary(workflow: String, steps: [Step]) -> String {
    let title = "bitrise summary: \(plain(workflow))"
    let left = max(1, (width - 2 - title.count) / 2)
    let runtime = steps.compactMap(duration(of:)).reduce(0, +)
    return "\n" + rule + line(String(repeating: " ", count: left - 1) + title) + rowRule
      + cells(icon: " ", title: "title", duration: "time (s)") + rowRule
      + steps.map { row($0) + rowRule }.joined()
      + line("Total runtime: \(text(seconds: runtime))") + rule
  }

  /// A duration in at most eight characters.
  package static func text(seconds: TimeInterval) -> String {
    switch seconds {
    case ..<9.995: String(format: "%.2f sec", max(0, seconds))
    case ..<99.95: String(format: "%.1f sec", seconds)
    case ..<999.5: String(format: "%.0f sec", seconds)
    case ..<5997: String(format: "%.1f min", seconds / 60)
    default: String(format: "%.1f h", seconds / 3600)
    }
  }

  private static func duration(of step: Step) -> TimeInterval? {
    guard let start = step.startedAt, let end = step.finishedAt else { return nil }
    return end.timeIntervalSince(start)
  }

  private static func row(_ step: Step) -> String {
    let mark = mark(of: step)
    let note = mark.note.isEmpty ? "" : " (\(mark.note))"
    return cells(
      icon: mark.icon, title: cut(plain(step.title), to: titleWidth - note.count) + note,
      duration: text(seconds: duration(of: step) ?? 0), colour: mark.colour)
  }

  private static func mark(of step: Step) -> (icon: String, note: String, colour: Int?) {
    let code = step.exitCode.map { "exit code: \($0)" }
    return switch step.status {
    case .success: ("✓", "", 32)
    case .failed: ("x", code ?? "Failed", 31)
    case .failedSkippable: ("!", code ?? "Failed", 33)
    case .preparationFailed: ("x", "preparation failed", 31)
    case .skipped, .pending: ("-", "", 34)
    case .skippedWithRunIf: ("-", "run_if", 34)
    case .abortedWithTimeout: ("/", "timed out", 31)
    case .abortedWithNoOutput: ("/", "timed out due to no output", 31)
    case .aborted: ("/", "aborted", 33)
    case .running: (" ", "", nil)
    }
  }

  private static func cells(
    icon: String, title: String, duration: String, colour: Int? = nil
  ) -> String {
    func painted(_ text: String) -> String {
      colour.map { "\u{1b}[\($0);1m\(text)\u{1b}[0m" } ?? text
    }
    return "| \(painted(icon)) | \(painted(title))" + padding(title, to: titleWidth) + " | "
      + duration + padding(duration, to: durationWidth) + " |\n"
  }

  private static func line(_ text: String) -> String {
    let text = cut(plain(text), to: width - 4)
    return "| \(text)" + padding(text, to: width - 4) + " |\n"
  }

  private static func padding(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count))
  }

  private static func cut(_ text: String, to width: Int) -> String {
    text.count <= width ? text : text.prefix(width - 3) + "..."
  }

  /// A title is one line, whatever the configuration says.
  private static func plain(_ text: String) -> String {
    String(text.map { $0.isNewline || $0.unicodeScalars.contains { $0.value < 32 } ? " " : $0 })
  }
}
