import BuildModel
import Foundation

/// What a visitor is told at the start of a shell in a build's machine.
struct Greeting {
  var order: BuildOrder
  var steps: [Step]
  /// What the failed step runs, line by line.
  var command: [String] = []
  /// The last lines of the failed step's log.
  var lastLines: [String]
  var window: AccessWindow
  /// Where the source lies inside the machine.
  var sourceFolder: String
  var now: Date
  var timeZone: TimeZone = .current

  /// The step that a visitor comes for: the first that failed.
  static func failedStep(of steps: [Step]) -> Step? {
    steps.first { $0.status.failsBuild || $0.status == .aborted }
  }

  var text: String {
    var lines = ["\(order.appTitle) #\(order.number), workflow \(order.workflow)"]
    if let failed = Self.failedStep(of: steps) {
      let code = failed.exitCode.map { ", exit code \($0)" } ?? ""
      lines.append("Failed: (\(failed.index)) \(failed.title)\(code)")
      lines += shortCommand.map { "  $ \($0)" }
      lines += lastLines.map { "  | \($0)" }
    } else if let running = steps.first(where: { $0.status == .running }) {
      lines.append("Running: (\(running.index)) \(running.title)")
    } else if let last = steps.last, last.status.isFinished {
      lines.append("All steps have run; none failed.")
    }
    lines.append("The source is in \(sourceFolder).")
    lines.append(door)
    return lines.map(Self.plain).joined(separator: "\n") + "\n\n"
  }

  private static let mostCommandLines = 4

  private var shortCommand: [String] {
    let lines = command.filter { !$0.allSatisfy(\.isWhitespace) }
    guard lines.count > Self.mostCommandLines else { return lines }
    return lines.prefix(Self.mostCommandLines - 1) + ["\u{2026}"]
  }

  private var door: String {
    switch window.state {
    case .opening, .open:
      let time = DeadlineWords.clock(window.grace + window.extra)
      return "The door is open while the build runs, then \(time)."
    case .closing(let deadline):
      let left = DeadlineWords.clock(deadline.timeIntervalSince(now))
      return "The door closes at \(DeadlineWords.time(deadline, timeZone)), in \(left)."
    case .closed(let reason, _): return "The door is closed. \(reason.sentence)"
    }
  }

  /// Log text as it is safe to print: colours and whatever else steers a terminal left out.
  private static func plain(_ line: String) -> String {
    let bare = line.replacing(
      #/\x1b(\[[0-?]*[ -\/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?|.)/#, with: "")
    return String(
      String.UnicodeScalarView(
        bare.unicodeScalars.filter { $0.value >= 32 && !(127..<160).contains($0.value) }))
  }
}
