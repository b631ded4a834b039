import Foundation
import TestSupport
import Testing

@testable import BuildRunner

@Suite struct StayStepTests {
  private func run(_ step: StayStep, in folder: TemporaryFolder) throws -> (Double, String) {
    let output = folder.url.appending(path: "out").path
    let begin = ContinuousClock.now
    let status = try runToEnd(
      ["/usr/bin/env", "bash", "-eo", "pipefail", "-c", step.script],
      environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"],
      output: output)
    #expect(status == 0)
    let taken = (ContinuousClock.now - begin) / .seconds(1)
    return (taken, try String(contentsOfFile: output, encoding: .utf8))
  }

  @Test func `bash waits as long as was asked for, and says so`() throws {
    let folder = try TemporaryFolder()
    var step = StayStep(seconds: 3, onlyIfFailed: true)
    step.stopFile = folder.url.appending(path: "leave").path
    step.heartbeat = 1
    let (taken, output) = try run(step, in: folder)
    #expect(taken >= 2 && taken < 20)
    #expect(output.split(separator: "\n").count >= 2, "\(output)")
    #expect(output.contains("touch \(step.stopFile)"))
  }

  @Test func `a file ends the wait`() throws {
    let folder = try TemporaryFolder()
    var step = StayStep(seconds: 3600, onlyIfFailed: true)
    step.stopFile = folder.url.appending(path: "leave").path
    let script = step.script.replacing("  sleep 1", with: "  touch \(step.stopFile); sleep 1")
    #expect(script != step.script)
    let status = try runToEnd(
      ["/usr/bin/env", "bash", "-c", script], environment: ["PATH": "/usr/bin:/bin"],
      output: "/dev/null")
    #expect(status == 0)
  }

  @Test func `what is beyond the build's limit is refused with the sum`() {
    let budget = StayBudget(limit: 5400, before: 720, wished: 5400)
    #expect(!budget.fits)
    #expect(
      budget.sentence
        == "about 12 min until it begins + 90 min of waiting is more than the 90 min that a build"
        + " may take; at most 78 min can be waited")
    #expect(StayBudget(limit: 5400, before: 720, wished: 4680).fits)
    #expect(StayBudget(limit: nil, before: 720, wished: 1e6).fits)
  }
}
