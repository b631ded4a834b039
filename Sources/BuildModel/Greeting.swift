/// What a visitor is told at the start of a shell in a build's machine.
package struct Greeting: Sendable {
  package var appTitle: String
  package var number: Int
  package var workflow: String
  package var steps: [Step]
  /// What the failed step runs, line by line.
  package var command: [String]
  /// The last lines of the failed step's log.
  package var lastLines: [String]
  /// Where the source lies inside the machine.
  package var sourceFolder: String
  /// One sentence about how long the door stays open.
  package var door: String

  package init(
    appTitle: String, number: Int, workflow: String, steps: [Step], command: [String] = [],
    lastLines: [String] = [], sourceFolder: String, door: String
  ) {
    self.appTitle = appTitle
    self.number = number
    self.workflow = workflow
    self.steps = steps
    self.command = command
    self.lastLines = lastLines
    self.sourceFolder = sourceFolder
    self.door = door
  }

  /// The step that a visitor comes for: the first that failed.
  package static func failedStep(of steps: [Step]) -> Step? {
    steps.first { $0.status.failsBuild || $0.status == .aborted }
  }

  /// The greeting, safe to print: nothing in it steers a terminal, and no line is endless.
  package var text: String {
    var lines = ["\(appTitle) #\(number), workflow \(workflow)"]
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
  /// More of one line would push everything else off the screen.
  private static let longestLine = 300

  private var shortCommand: [String] {
    let lines = command.filter { !$0.allSatisfy(\.isWhitespace) }
    guard lines.count > Self.mostCommandLines else { return lines }
    return lines.prefix(Self.mostCommandLines - 1) + ["\u{2026}"]
  }

  /// Text from outside as it is safe to print: colours and whatever else steers a terminal, turns
  /// the direction of text or cannot be seen is left out.
  private static func plain(_ line: String) -> String {
    let bare = line.replacing(
      #/\x1b(\[[0-?]*[ -\/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?|.)/#, with: "")
    var kept = String.UnicodeScalarView()
    for scalar in bare.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control: if scalar == "\t" { kept.append(" ") }
      case .format, .lineSeparator, .paragraphSeparator: break
      default: kept.append(scalar)
      }
    }
    guard kept.count > longestLine else { return String(kept) }
    return String(String.UnicodeScalarView(kept.prefix(longestLine))) + "\u{2026}"
  }
}
