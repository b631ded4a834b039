package import Foundation

/// A build that goes on as time passes, in the way that its script says.
package struct ScriptedBuild: Sendable {
  package struct ScriptedStep: Sendable {
    package var title: String
    package var seconds: TimeInterval
    package var status: String

    package init(_ title: String, _ seconds: TimeInterval, _ status: String = "success") {
      self.title = title
      self.seconds = seconds
      self.status = status
    }
  }

  /// When the end of a build with remote access is told: Bitrise's documentation allows both.
  package enum EndTold: Sendable { case beforeTheHold, afterTheHold }

  package var slug: String
  package var app: Int
  package var number: Int
  package var createdAt: Date
  package var isRemote = false
  package var endTold = EndTold.beforeTheHold
  package var queueSeconds: TimeInterval = 2
  package var prepareSeconds: TimeInterval = 3
  package var steps: [ScriptedStep] = [
    ScriptedStep("Activate SSH key", 2), ScriptedStep("Git Clone Repository", 4),
    ScriptedStep("Unit tests", 9, "failed"), ScriptedStep("Deploy to Bitrise.io", 0, "skipped"),
  ]
  package var linesPerSecond = 3.0
  package var pipelineWorkflow: String?
  package var abortedAt: Date?
  package var stack = "osx-xcode-16.0.x"
  /// How long after its end the log lies in one piece at an address of its own.
  package var archiveLag: TimeInterval = 5

  static let hold: TimeInterval = 600

  var startedAt: Date { createdAt.addingTimeInterval(queueSeconds) }
  var preparedAt: Date { startedAt.addingTimeInterval(prepareSeconds) }
  var stepsEnd: Date {
    abortedAt ?? preparedAt.addingTimeInterval(steps.map(\.seconds).reduce(0, +))
  }

  /// When the build's status is told to be final.
  var finishedAt: Date {
    if let abortedAt { return abortedAt }
    return isRemote && endTold == .afterTheHold
      ? stepsEnd.addingTimeInterval(Self.hold) : stepsEnd.addingTimeInterval(1)
  }

  var finalStatus: Int {
    if abortedAt != nil { return 3 }
    return steps.contains { $0.status == "failed" } ? 2 : 1
  }

  func status(_ now: Date) -> Int { now >= finishedAt ? finalStatus : 0 }

  func fields(_ now: Date) -> [String: Any] {
    var fields = Samples.fields(Samples.build)
    let status = status(now)
    let null = NSNull()
    fields["slug"] = slug
    fields["build_number"] = number
    fields["status"] = status
    fields["status_text"] = ["in-progress", "success", "error", "aborted"][status]
    fields["triggered_at"] = SimulatedTime.text(createdAt)
    fields["started_on_worker_at"] = now >= startedAt ? SimulatedTime.text(startedAt) : null
    fields["environment_prepare_finished_at"] =
      now >= preparedAt ? SimulatedTime.text(preparedAt) : null
    fields["finished_at"] = status == 0 ? null : SimulatedTime.text(finishedAt)
    fields["is_processed"] = status != 0
    fields["rebuildable"] = status != 0
    fields["abort_reason"] = abortedAt == nil ? null : "by hand"
    fields["triggered_by"] = "manual-someuser"
    fields["stack_identifier"] = stack
    fields["pipeline_workflow_id"] = pipelineWorkflow ?? null
    return fields
  }

  func summary(_ now: Date) -> [String: Any] {
    var begin = preparedAt
    var told: [[String: Any]] = []
    for (index, step) in steps.enumerated() where now >= begin {
      var fields = Samples.fields(Samples.step)
      let end = begin.addingTimeInterval(step.seconds)
      let isOver = now >= end
      fields["uuid"] = "\(slug)-\(index)"
      fields["title"] = step.title
      fields["status"] = isOver ? step.status : "running"
      fields["started_at"] = step.status == "skipped" ? NSNull() : SimulatedTime.text(begin)
      if isOver, step.status != "skipped" { fields["finished_at"] = SimulatedTime.text(end) }
      if isOver, step.status == "failed" {
        fields["errors"] = [["code": 1, "message": "exit status 1"]]
      }
      told.append(fields)
      begin = end
    }
    var summary = Samples.fields(Samples.summary)
    var execution = summary["execution"] as? [String: Any] ?? [:]
    execution["workflows"] = [["uuid": "w", "workflow_id": "primary", "steps": told]]
    summary["execution"] = execution
    summary["build_id"] = slug
    return summary
  }

  // MARK: The log

  /// The chunks with the moments at which they were written.
  var chunks: [(at: Date, text: String)] {
    var chunks = [(startedAt, preamble)]
    var begin = preparedAt
    for (index, step) in steps.enumerated() {
      chunks.append((begin, Self.box("(\(index)) \(step.title)")))
      let count = Int(step.seconds * linesPerSecond)
      for line in 0..<count {
        let at = begin.addingTimeInterval(Double(line) / linesPerSecond)
        chunks.append((at, "\u{1b}[36m\(step.title)\u{1b}[0m line \(line + 1)\n"))
      }
      begin = begin.addingTimeInterval(step.seconds)
      if step.status == "failed" {
        chunks.append((begin, "error: expected 500, got 380\n"))
      }
    }
    chunks.append((begin, Self.box("bitrise summary: primary")))
    return chunks.filter { $0.0 <= stepsEnd }
  }

  var wholeLog: String { chunks.map(\.text).joined() }

  private var preamble: String {
    let access = isRemote ? "warnings: [Remote Access:   Connection successfully initiated]\n" : ""
    return "host_name: ip-10-0-0-1\nbitrise_cli_command: run\n" + access
      + "region: us-east-1\nmachine_resource_class: g2.4core\nden_agent_version: 2.1\n"
  }

  private static func box(_ title: String) -> String {
    let line = "+" + String(repeating: "-", count: 78) + "+\n"
    return line + "| " + title.padding(toLength: 76, withPad: " ", startingAt: 0) + " |\n" + line
  }
}

/// Times as Bitrise writes them.
enum SimulatedTime {
  static func text(_ date: Date) -> String { date.formatted(.iso8601) }
  static func date(_ text: String) -> Date? { try? Date(text, strategy: .iso8601) }
}
