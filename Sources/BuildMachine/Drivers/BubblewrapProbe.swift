import Dispatch
import Foundation

/// Tries a bubblewrap command for real.
enum BubblewrapProbe {
  /// - Returns: nil where the command works, else a sentence about what stands in its way.
  static func run(_ arguments: [String], limit: DispatchTimeInterval) throws -> String? {
    let pipe = try Descriptors.makePipe()
    defer { close(pipe.first) }
    let theirs = try Descriptors.moveUp(pipe.second)
    defer { close(theirs) }
    let process = try LaunchedProcess.start(
      arguments: arguments, environment: ["PATH": MachineEnvironment.defaultPath],
      descriptors: [2: theirs])
    guard let ending = process.waitForEnding(upTo: limit) else {
      process.signal(SIGKILL)
      return "Bubblewrap did not come to an end; builds run as plain processes instead."
    }
    guard ending == .exited(0) else {
      return BubblewrapComplaint.sentence(for: Descriptors.readAll(pipe.first, patience: 0))
    }
    return nil
  }
}
